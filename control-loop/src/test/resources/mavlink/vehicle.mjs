// A vehicle by node-mavlink: prints what it is sent, one JSON object a line, and answers as an autopilot does.
// usage: node vehicle.mjs PORT [KEY]     PORT: where we listen; KEY: 64 hexadecimal digits, to sign and to verify with
// Standard input: a line "pilot" takes over; its end ends the program.
import { createSocket } from 'dgram';
import { createInterface } from 'readline';
import { PassThrough } from 'stream';
import { MavLinkPacketParser, MavLinkPacketSplitter, MavLinkProtocolV2, common, minimal } from 'node-mavlink';

const REGISTRY = { ...minimal.REGISTRY, ...common.REGISTRY };
const OFFBOARD = 6 << 16;
const POSITION = 3 << 16;
const BOOT = 1000_000_000_000n;
const peer = Number(process.argv[2]);
const key = process.argv[3] ? Buffer.from(process.argv[3], 'hex') : null;
const socket = createSocket('udp4');
const protocol = new MavLinkProtocolV2(1, 1, key ? MavLinkProtocolV2.IFLAG_SIGNED : 0);
const bytes = new PassThrough();
const started = process.hrtime.bigint();
let sequence = 0;
let stamp = Date.now();
let mode = OFFBOARD;

const print = (object) =>
  console.log(JSON.stringify(object, (name, value) => (typeof value === 'bigint' ? Number(value) : value)));
const bootNs = () => BOOT + process.hrtime.bigint() - started;

function send(message) {
  const frame = protocol.serialize(message, sequence++ & 0xff);
  // Signing by the millisecond would repeat a timestamp.
  stamp = Math.max(stamp + 1, Date.now());
  socket.send(key ? protocol.sign(frame, 2, key, stamp) : frame, peer, '127.0.0.1');
}

function heartbeat() {
  const message = new minimal.Heartbeat();
  message.type = minimal.MavType.QUADROTOR;
  message.autopilot = minimal.MavAutopilot.PX4;
  message.baseMode = minimal.MavModeFlag.SAFETY_ARMED | minimal.MavModeFlag.CUSTOM_MODE_ENABLED;
  message.customMode = mode;
  message.systemStatus = minimal.MavState.ACTIVE;
  message.mavlinkVersion = 3;
  send(message);
}

function attitude() {
  const message = new common.Attitude();
  message.timeBootMs = Number(bootNs() / 1000_000n);
  Object.assign(message, { roll: 0.5, pitch: 0.25, yaw: 0, rollspeed: 0, pitchspeed: 0, yawspeed: -0.125 });
  send(message);
}

function timesync(answer, asked, system, component) {
  const message = new common.TimeSync();
  Object.assign(message, { tc1: answer, ts1: asked, targetSystem: system, targetComponent: component });
  send(message);
}

bytes.pipe(new MavLinkPacketSplitter()).pipe(new MavLinkPacketParser()).on('data', (packet) => {
  const kind = REGISTRY[packet.header.msgid];
  const fields = kind ? packet.protocol.data(packet.payload, kind) : {};
  const isSigned = packet.signature !== null;
  print({
    message: kind ? kind.MSG_NAME : packet.header.msgid,
    system: packet.header.sysid,
    component: packet.header.compid,
    signed: isSigned,
    authentic: isSigned && key !== null && packet.signature.matches(key),
    fields,
  });
  if (kind === common.TimeSync && fields.tc1 === 0n) {
    timesync(bootNs(), fields.ts1, packet.header.sysid, packet.header.compid);
  }
});
socket.on('message', (datagram) => bytes.write(datagram));
socket.bind(0, '127.0.0.1', () => {
  print({ port: socket.address().port });
  setInterval(heartbeat, 200);
  setInterval(attitude, 20);
  setTimeout(() => timesync(0n, bootNs(), 1, 191), 100);
});
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (line === 'pilot') {
      mode = POSITION;
      heartbeat();
    }
  })
  .on('close', () => process.exit(0));
