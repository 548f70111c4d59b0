"""ResNet-50 in PyTorch, the peer of GpuLatency: a frame in page-locked host memory to the five best classes on the host.

Reads lines "eager N" or "graph N" and answers each with one line of JSON: {"us": [...]}, a duration per frame. The first
line it prints tells what it is, or why it is not available.
"""

import argparse
import json
import sys
import time


def say(**what):
    print(json.dumps(what), flush=True)


try:
    import torch
    from torch import nn
except ImportError as missing:
    say(unavailable=f"python3 has no torch ({missing})")
    sys.exit(0)


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 beside a shortcut (He et al., Deep Residual Learning, 2015), the stride in the 3x3."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.path = nn.Sequential(
            nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True),
            nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True),
            nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Identity() if inputs == outputs and stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return torch.relu(self.path(x) + self.shortcut(x))


def resnet50():
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    inputs = 64
    for width, blocks, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for block in range(blocks):
            layers.append(Bottleneck(inputs, width, stride if block == 0 else 1))
            inputs = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 1000))


class Loop:
    def __init__(self, precision, width, height):
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
        self.type = torch.float16 if precision == "fp16" else torch.float32
        self.net = resnet50().eval().cuda().to(self.type).to(memory_format=torch.channels_last)
        self.mean = torch.tensor([123.7, 116.3, 103.5], device="cuda").view(1, 3, 1, 1)
        self.scale = 1 / torch.tensor([58.4, 57.1, 57.4], device="cuda").view(1, 3, 1, 1)
        self.frame = torch.randint(0, 256, (height, width, 3), dtype=torch.uint8).pin_memory()
        self.device_frame = torch.empty_like(self.frame, device="cuda")
        self.values = torch.empty(5, dtype=torch.float32).pin_memory()
        self.classes = torch.empty(5, dtype=torch.int64).pin_memory()
        self.stream = torch.cuda.Stream()
        with torch.cuda.stream(self.stream), torch.inference_mode():
            for _ in range(20):
                self.submit()
            self.stream.synchronize()
            self.graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(self.graph, stream=self.stream):
                self.submit()

    def submit(self):
        self.device_frame.copy_(self.frame, non_blocking=True)
        x = self.device_frame.permute(2, 0, 1).unsqueeze(0).float()
        x = nn.functional.interpolate(x, size=(224, 224), mode="bilinear", align_corners=False)
        x = ((x - self.mean) * self.scale).to(self.type).contiguous(memory_format=torch.channels_last)
        best = torch.topk(torch.softmax(self.net(x).float(), 1)[0], 5)
        self.values.copy_(best.values, non_blocking=True)
        self.classes.copy_(best.indices, non_blocking=True)

    def run(self, mode, count):
        us = []
        with torch.cuda.stream(self.stream), torch.inference_mode():
            for _ in range(count):
                begun = time.perf_counter_ns()
                if mode == "graph":
                    self.graph.replay()
                else:
                    self.submit()
                self.stream.synchronize()
                us.append((time.perf_counter_ns() - begun) / 1e3)
        return us


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--precision", choices=("fp16", "fp32"), default="fp16")
    arguments.add_argument("--size", default="1280x720")
    given = arguments.parse_args()
    if not torch.cuda.is_available():
        say(unavailable=f"torch {torch.__version__} sees no GPU")
        return
    width, height = map(int, given.size.split("x"))
    loop = Loop(given.precision, width, height)
    say(description=f"PyTorch {torch.__version__} ResNet-50 {given.precision} on {torch.cuda.get_device_name()}")
    for line in sys.stdin:
        mode, count = line.split()
        say(us=loop.run(mode, int(count)))


main()
