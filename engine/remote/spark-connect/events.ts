/** Responses of a running operation, as the events that callers see. */
import type { BatchAssembler } from './batches.ts';
import type {
  ExecutePlanResponse,
  ExecutePlanResponse_ExecutionProgress,
  ExecutePlanResponse_Metrics,
  ExecutePlanResponse_ObservedMetrics,
} from './generated/spark/connect/base_pb.ts';
import type { ExecuteEvent, OperatorMetrics } from './session.ts';

/** None for a chunk of a batch that goes on; several where one response says several things. */
export function* eventsOf(
  response: ExecutePlanResponse,
  batches: BatchAssembler,
): Generator<ExecuteEvent, void, void> {
  const { responseId, schema, metrics, observedMetrics, responseType } = response;
  if (metrics !== undefined) {
    yield { responseId, kind: 'metrics', operators: operatorsOf(metrics) };
  }
  for (const observed of observedMetrics) yield { responseId, ...observedOf(observed) };
  if (schema !== undefined) yield { responseId, kind: 'schema', schema };
  switch (responseType.case) {
    case 'arrowBatch': {
      const batch = batches.take(responseType.value);
      if (batch !== undefined) yield { responseId, kind: 'batch', ...batch };
      return;
    }
    case 'executionProgress':
      return void (yield { responseId, ...progressOf(responseType.value) });
    case 'sqlCommandResult': {
      const { relation } = responseType.value;
      if (relation !== undefined) yield { responseId, kind: 'sql-result', relation };
      return;
    }
    case 'resultComplete':
      batches.end();
      return void (yield { responseId, kind: 'complete', rows: batches.rows });
    // Of streams, ML and declarative pipelines, which are not sent.
    default:
  }
}

const progressOf = ({ stages, numInflightTasks }: ExecutePlanResponse_ExecutionProgress) =>
  ({
    kind: 'progress',
    stages: stages.map((stage) => ({
      stageId: Number(stage.stageId),
      tasks: Number(stage.numTasks),
      completedTasks: Number(stage.numCompletedTasks),
      inputBytes: Number(stage.inputBytesRead),
      done: stage.done,
    })),
    runningTasks: Number(numInflightTasks),
  }) as const;

const operatorsOf = ({ metrics }: ExecutePlanResponse_Metrics): OperatorMetrics[] =>
  metrics.map(({ name, planId, parent, executionMetrics }) => ({
    name,
    planId: Number(planId),
    parent: Number(parent),
    values: Object.values(executionMetrics).map((metric) => ({
      name: metric.name,
      value: Number(metric.value),
      type: metric.metricType,
    })),
  }));

function observedOf({ name, keys, values }: ExecutePlanResponse_ObservedMetrics) {
  const entries = values.map((value, index) => [keys[index] ?? `${index}`, value] as const);
  return { kind: 'observed', name, values: Object.fromEntries(entries) } as const;
}
