package dev.saccade.internal.tensorrt;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test that needs TensorRT and a GPU: tagged {@code gpu}, skipped elsewhere with the reason why there is none. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Tag("gpu")
@Test
@ExtendWith(GpuTest.Condition.class)
public @interface GpuTest {
    /** Asks what the back end asks. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String reason = Libraries.unavailable();
            return reason == null
                    ? ConditionEvaluationResult.enabled("a GPU is there")
                    : ConditionEvaluationResult.disabled(reason);
        }
    }
}
