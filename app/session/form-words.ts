/** What the engine says of a step's settings, in the words of the step's form. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { EngineError, Result } from '../../engine/contract/errors.ts';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import { parsePath } from '../../engine/document/json-path.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { fieldTitle } from '../document/field-title.ts';
import type { EngineClient, Question } from './engine-client.ts';

type Said = Pick<Diagnostic, 'code' | 'message' | 'node' | 'param'>;

/** `"expressions[0].name" is missing.` → `"Columns 1 › Name" is missing.` */
export function inFormWords<T extends Said | EngineError>(
  said: T,
  document: PipelineDocument,
  registry: NodeRegistry,
): T {
  const { code, message, node, param } = said;
  const step = node === undefined ? undefined : document.nodes[node];
  const definition = step === undefined ? undefined : registry.get(step.type);
  const path = param === undefined ? undefined : parsePath(param);
  // A setting that there is none of has no words but its own.
  if (definition === undefined || path === undefined || code === 'unknown-param') return said;
  const title = fieldTitle(definition.params, path, step?.params);
  return { ...said, message: message.replace(`"${param}"`, () => `"${title}"`) };
}

/** The engine, with all that it says of steps in the words of their forms. */
export function sayInFormWords(engine: EngineClient, registry: NodeRegistry): EngineClient {
  const each = <T extends Diagnostic>(all: readonly T[], { document }: Question): readonly T[] =>
    all.map((one) => inFormWords(one, document, registry));
  const words = async <T>(
    question: Question,
    answer: Promise<Result<T>>,
    ofValue: (value: T) => T = (value) => value,
  ): Promise<Result<T>> => {
    const result = await answer;
    if (result.ok) return { ok: true, value: ofValue(result.value) };
    const error = inFormWords(result.error, question.document, registry);
    return {
      ok: false,
      error:
        error.kind === 'user' && error.diagnostics !== undefined
          ? { ...error, diagnostics: each(error.diagnostics, question) }
          : error,
    };
  };
  return {
    ...engine,
    check: (asked) =>
      words(asked, engine.check(asked), ({ diagnostics, ...others }) => ({
        ...others,
        diagnostics: each(diagnostics, asked),
      })),
    preview: (asked) => words(asked, engine.preview(asked)),
    run: (asked, onEvent) =>
      words(asked, engine.run(asked, onEvent), ({ warnings, ...others }) => ({
        ...others,
        warnings: each(warnings, asked),
      })),
    openRows: (asked, onEvent) => words(asked, engine.openRows(asked, onEvent)),
    profile: (asked) => words(asked, engine.profile(asked)),
    failingRows: (asked) => words(asked, engine.failingRows(asked)),
    sql: (asked) => words(asked, engine.sql(asked)),
    export: (asked) =>
      words(asked, engine.export(asked), (result) =>
        result.ok ? result : { ...result, diagnostics: each(result.diagnostics, asked) },
      ),
    lineage: (asked) => words(asked, engine.lineage(asked)),
    usages: (asked, column) => words(asked, engine.usages(asked, column)),
    rename: (asked, column, to) => words(asked, engine.rename(asked, column, to)),
  };
}
