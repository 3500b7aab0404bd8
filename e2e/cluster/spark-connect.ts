/** What the tests of the Spark Connect client share. */
import { create } from '@bufbuild/protobuf';
import { tableFromIPC } from 'apache-arrow';
import {
  type Plan,
  PlanSchema,
} from '../../engine/remote/spark-connect/generated/spark/connect/base_pb.ts';
import type { Relation } from '../../engine/remote/spark-connect/generated/spark/connect/relations_pb.ts';
import { EngineFailure, type EngineError } from '../../engine/contract/errors.ts';
import type { ExecuteEvent } from '../../engine/remote/spark-connect/session.ts';

export const relationPlan = (relation: Relation): Plan =>
  create(PlanSchema, { opType: { case: 'root', value: relation } });

export const sqlPlan = (query: string): Plan =>
  create(PlanSchema, {
    opType: { case: 'root', value: { relType: { case: 'sql', value: { query } } } },
  });

export async function collect(events: AsyncIterable<ExecuteEvent>): Promise<ExecuteEvent[]> {
  const all: ExecuteEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The rows of the batches among the events. */
export const rowsOf = (events: readonly ExecuteEvent[]): unknown[] =>
  events.flatMap((event) =>
    event.kind === 'batch'
      ? tableFromIPC(event.ipc)
          .toArray()
          .map((row: { toJSON(): unknown }) => row.toJSON())
      : [],
  );

/** Fails when nothing is thrown. */
export async function failureOf(work: Promise<unknown>): Promise<EngineFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof EngineFailure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

export const errorOf = async (work: Promise<unknown>): Promise<EngineError> =>
  (await failureOf(work)).error;
