/**
 * The engine of this computer. The same questions that the studio asks the engine of its tab
 * (app/session/engine-client.ts): what comes in is checked, what goes out is ours.
 */
import { z } from 'zod';
import { EXPORT_TARGETS } from '../../../engine/export/project.ts';
import { documentId, fileToken } from './file-methods.ts';
import { method, methodWithProgress } from './method.ts';

/** Checked against the file format where it is read, with findings that name the step. */
const document = z.record(z.string(), z.unknown());
export const target = z.string().min(1).max(1024);
const column = z.string().max(65_536);
export const rowCount = z.int().min(0).max(1e6);

/** A pipeline that is being edited, and whose it is. */
export const question = z.strictObject({
  document,
  /** The document's file: relative paths start from its folder. Absent: from the workspace. */
  file: fileToken.optional(),
  /** Credentials are used as far as they were granted to the file or to this id. */
  documentId: documentId.optional(),
  parameters: z.record(z.string(), z.string()),
});
const targetQuestion = question.extend({ target });
const columnAt = z.strictObject({ node: z.string(), port: z.string(), column });

/** Ours: as `EngineQuestions` gives it. */
export const answer = z.custom<unknown>(() => true);

export const ENGINE_METHODS = {
  'engine.start': methodWithProgress(
    z.strictObject({}),
    z.strictObject({ workers: z.number() }),
    answer,
  ),
  'engine.check': method(question, answer),
  'engine.preview': method(targetQuestion.extend({ rows: rowCount }), answer),
  'engine.run': methodWithProgress(question, answer, answer),
  'engine.openRows': methodWithProgress(targetQuestion, answer, answer),
  'engine.count': methodWithProgress(
    question.extend({
      target: target.optional(),
      outputs: z.array(target).optional(),
      known: z.map(z.string(), z.number()),
    }),
    answer,
    answer,
  ),
  'engine.nulls': method(question.extend({ target: target.optional() }), answer),
  'engine.readRows': method(
    z.strictObject({ id: z.string(), from: z.int().min(0), count: z.int().min(0).max(1e6) }),
    answer,
  ),
  'engine.closeRows': method(z.strictObject({ id: z.string() }), z.null()),
  'engine.profile': method(
    targetQuestion.extend({ columns: z.array(column), of: z.enum(['preview', 'all']) }),
    answer,
  ),
  'engine.values': method(targetQuestion.extend({ column }), answer),
  'engine.failingRows': method(
    question.extend({ step: target, inAllRows: z.boolean().optional() }),
    answer,
  ),
  'engine.sql': method(targetQuestion, answer),
  'engine.export': method(question.extend({ target: z.enum(EXPORT_TARGETS) }), answer),
  'engine.lineage': method(targetQuestion, answer),
  'engine.usages': method(z.strictObject({ question, column: columnAt }), answer),
  'engine.rename': method(z.strictObject({ question, column: columnAt, to: column }), answer),
  'engine.cancel': method(
    z.strictObject({
      what: z.enum(['run', 'preview', 'profile', 'count', 'failure', 'export']),
    }),
    z.null(),
  ),
  /** Ends a run whoever began it, also when its tab is gone. */
  'engine.cancelJob': method(z.strictObject({ id: z.string() }), z.null()),
} as const;
