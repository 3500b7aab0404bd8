/** Questions about a plan and about the server, which run nothing. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { internalError, operationalError } from '../../contract/errors.ts';
import type { Connection } from './connection.ts';
import {
  AnalyzePlanRequest_Explain_ExplainMode as Mode,
  AnalyzePlanRequestSchema,
  type AnalyzePlanResponse,
  type Plan,
} from './generated/spark/connect/base_pb.ts';
import type { DataType } from './generated/spark/connect/types_pb.ts';
import { RPC } from './protocol.ts';
import type { CallOptions, ExplainMode } from './session.ts';

type Question = NonNullable<MessageInitShape<typeof AnalyzePlanRequestSchema>['analyze']>;
type Result = Exclude<AnalyzePlanResponse['result'], { case: undefined }>;
type Answers = { [R in Result as R['case']]: R['value'] };

const MODES: Readonly<Record<ExplainMode, Mode>> = {
  simple: Mode.SIMPLE,
  extended: Mode.EXTENDED,
  codegen: Mode.CODEGEN,
  cost: Mode.COST,
  formatted: Mode.FORMATTED,
};

/** The major version whose protocol this is. */
const SPARK_MAJOR = 4;

/** Throws operational `spark-version` for another major version than ours. */
export async function sparkVersion(connection: Connection, options?: CallOptions): Promise<string> {
  const question = { case: 'sparkVersion', value: {} } as const;
  const { version } = await ask(connection, question, 'sparkVersion', options);
  refuseOtherVersions(version, connection.server);
  return version;
}

/** Exported for its test: no server of another version is at hand. */
export function refuseOtherVersions(version: string, server: string): void {
  if (Number.parseInt(version, 10) === SPARK_MAJOR) return;
  throw operationalError('spark-version', `The server at ${server} runs Spark ${version}.`, {
    hint: `Pushing needs Spark ${SPARK_MAJOR}; for other versions, export the pipeline as PySpark.`,
  });
}

export async function planSchema(
  connection: Connection,
  plan: Plan,
  options?: CallOptions,
): Promise<DataType> {
  const question = { case: 'schema', value: { plan } } as const;
  const { schema } = await ask(connection, question, 'schema', options);
  if (schema === undefined) throw internalError('Spark answered without a schema.');
  return schema;
}

export async function explainPlan(
  connection: Connection,
  plan: Plan,
  mode: ExplainMode,
  options?: CallOptions,
): Promise<string> {
  const question = { case: 'explain', value: { plan, explainMode: MODES[mode] } } as const;
  return (await ask(connection, question, 'explain', options)).explainString;
}

export async function planInputFiles(
  connection: Connection,
  plan: Plan,
  options?: CallOptions,
): Promise<readonly string[]> {
  const question = { case: 'inputFiles', value: { plan } } as const;
  return (await ask(connection, question, 'inputFiles', options)).files;
}

async function ask<Case extends keyof Answers>(
  connection: Connection,
  analyze: Question,
  kind: Case,
  options: CallOptions = {},
): Promise<Answers[Case]> {
  const request = create(AnalyzePlanRequestSchema, { ...connection.head(), analyze });
  const { result } = await connection.call(RPC.analyzePlan, request, options);
  if (result.case !== kind) {
    throw internalError(`Spark answered ${result.case ?? 'nothing'} to the question ${kind}.`);
  }
  return result.value as Answers[Case];
}
