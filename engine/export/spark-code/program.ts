/** What the programs of all three languages need of a pipeline: names, helpers, statements. */
import { tableName } from '../../spark/catalog-tables.ts';
import type { SparkExpression } from '../../spark/expression.ts';
import { partsOf, sx } from '../../spark/expression.ts';
import type {
  Frame,
  SparkParameterField,
  SparkPathPiece,
  SparkProgram,
} from '../../spark/frame.ts';
import { inputsOfFrame } from '../../spark/frame.ts';
import type { PlainType } from '../../spark/helper.ts';
import { HELPERS, expandHelper } from '../../spark/helpers.ts';
import { some } from '../../spark/map-parts.ts';
import { commentLines } from '../comments.ts';
import { identifiers } from '../identifiers.ts';
import { ExpressionPrinter } from './expressions.ts';
import { EXPECT_UNIQUE, FramePrinter } from './frames.ts';
import { FUNCTION_NAMES } from './functions-api.ts';
import type { Language, TextPiece } from './language.ts';

export interface PrintedParameter {
  readonly name: string;
  readonly type: 'column' | PlainType;
}

export interface PrintedHelper {
  readonly name: string;
  readonly params: readonly PrintedParameter[];
  readonly doc: string;
  /** The expression that it returns, laid out after `return` or the like. */
  readonly body: (prefix: string, suffix: string, level: number) => string;
}

export interface PrintedProgram {
  /** Variable of each parameter. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly helpers: readonly PrintedHelper[];
  /** A statement a step, with its comment, set in by `level` levels. */
  readonly steps: readonly string[];
  readonly writes: readonly string[];
  readonly usesWindows: boolean;
  /** The name under which the program needs a function that expects unique keys. */
  readonly expectUnique: string | undefined;
}

export function printProgram(
  program: SparkProgram,
  language: Language,
  level: number,
  raw: (parameter: SparkParameterField, variable: string) => string,
): PrintedProgram {
  const used = usedHelpers(program);
  // A helper with the name of one of Spark's functions would hide it.
  const helpers = identifiers(
    used,
    language.identifier,
    new Set([...language.reserved, ...FUNCTION_NAMES.map(language.identifier), ...FUNCTION_NAMES]),
  );
  const names = identifiers(
    [...program.parameters.map(({ name }) => `$${name}`), ...program.steps.map(({ name }) => name)],
    (name) => language.identifier(name.replace(/^\$/, '')),
    new Set([...language.reserved, ...helpers.values(), language.identifier(EXPECT_UNIQUE)]),
    (base, name) => language.instead(base, name.startsWith('$') ? 'value' : 'rows'),
  );
  const nameOf = (name: string): string => names.get(name) ?? name;
  const expressions = new ExpressionPrinter(language, {
    parameter: (name) => nameOf(`$${name}`),
    helper: (name) => helpers.get(name) ?? name,
    taken: new Set([...language.reserved, ...helpers.values(), ...names.values()]),
  });
  const framesOfNode = (node: string): FramePrinter =>
    new FramePrinter(language, expressions, nameOf, (path) => {
      const pieces = program.paths.get(node)?.get(path);
      return pieces === undefined
        ? language.text(tableName(path))
        : language.joined(withoutScheme(pieces).map(pieceOf));
    });
  const pieceOf = (piece: SparkPathPiece): TextPiece => {
    if (piece.kind === 'text') return { text: piece.text };
    const parameter = program.parameters.find(({ name }) => name === piece.name);
    if (parameter === undefined) throw new Error(`no parameter ${piece.name}`);
    return { code: raw(parameter, nameOf(`$${piece.name}`)) };
  };
  const margin = ' '.repeat(language.indent * level);
  const comments = (text: string | undefined): string =>
    text === undefined
      ? ''
      : commentLines(text)
          .map((line) => `${margin}${language.comment(line)}\n`)
          .join('');
  const steps = program.steps.map(
    ({ name, node, comment, frame }) =>
      comments(comment) +
      language.statement(
        language.declare(nameOf(name)),
        framesOfNode(node).print(frame),
        language.end,
        level,
      ),
  );
  const writes = program.writes.map(
    ({ node, comment, input, target }) =>
      comments(comment) +
      language.statement('', framesOfNode(node).write(input, target), language.end, level),
  );
  const expectsUnique = framesOf(program).some(({ kind }) => kind === 'expect-unique');
  return {
    parameters: new Map(program.parameters.map(({ name }) => [name, nameOf(`$${name}`)])),
    helpers: used.map((name) => printHelper(name, helpers, language)),
    steps,
    writes,
    usesWindows:
      expectsUnique ||
      expressionsOf(program).some((each) => some(each, ({ kind }) => kind === 'window')),
    expectUnique: expectsUnique ? language.identifier(EXPECT_UNIQUE) : undefined,
  };
}

/** Of the path of a table, its name; of any other, all of it. */
function withoutScheme(pieces: readonly SparkPathPiece[]): readonly SparkPathPiece[] {
  const [first, ...rest] = pieces;
  if (first?.kind !== 'text') return pieces;
  const text = tableName(first.text);
  return text === '' ? rest : [{ kind: 'text', text }, ...rest];
}

function printHelper(
  name: string,
  helpers: ReadonlyMap<string, string>,
  language: Language,
): PrintedHelper {
  const helper = HELPERS[name];
  if (helper === undefined) throw new Error(`no helper ${name}`);
  const params = identifiers(helper.params, language.identifier, language.reserved, (base) =>
    language.instead(base, 'value'),
  );
  const variables = helper.params.map((param): SparkExpression => ({
    kind: 'variable',
    name: param,
  }));
  const printer = new ExpressionPrinter(
    language,
    {
      parameter: (parameter) => parameter,
      helper: (other) => helpers.get(other) ?? other,
      taken: new Set([...language.reserved, ...helpers.values(), ...params.values()]),
    },
    new Map(
      [...params].map(([param, variable]) => [
        param,
        { name: variable, plain: helper.plain[param] !== undefined },
      ]),
    ),
  );
  const doc = printer.print(helper.body(...variables));
  return {
    name: helpers.get(name) ?? name,
    params: [...params].map(([param, variable]) => ({
      name: variable,
      type: helper.plain[param] ?? 'column',
    })),
    doc: helper.doc,
    body: (prefix, suffix, level) => language.statement(prefix, doc, suffix, level),
  };
}

/** Helpers by name, also those that helpers use, before those that use them. */
function usedHelpers(program: SparkProgram): string[] {
  const used: string[] = [];
  const visit = (expression: SparkExpression): void => {
    partsOf(expression).forEach(visit);
    if (expression.kind !== 'helper' || used.includes(expression.name)) return;
    const { params } = HELPERS[expression.name] ?? { params: [] };
    visit(
      expandHelper(
        expression.name,
        params.map((param) => sx.column(param)),
      ),
    );
    used.push(expression.name);
  };
  expressionsOf(program).forEach(visit);
  return used;
}

function framesOf({ steps, writes }: SparkProgram): Frame[] {
  const all = (frame: Frame): Frame[] => [...inputsOfFrame(frame).flatMap(all), frame];
  return [...steps.map(({ frame }) => frame), ...writes.map(({ input }) => input)].flatMap(all);
}

function expressionsOf(program: SparkProgram): SparkExpression[] {
  const found: SparkExpression[] = [];
  for (const frame of framesOf(program)) {
    switch (frame.kind) {
      case 'filter':
        found.push(frame.condition);
        break;
      case 'select':
      case 'with-columns':
        found.push(...frame.columns.map(({ expression }) => expression));
        break;
      case 'aggregate':
        found.push(...[...frame.keys, ...frame.aggregates].map(({ expression }) => expression));
        break;
      case 'join':
        if (frame.condition !== undefined) found.push(frame.condition);
        break;
      case 'expect-unique':
        found.push(...frame.keys);
        break;
      case 'sort':
        found.push(...frame.by.map(({ expression }) => expression));
        break;
      default:
    }
  }
  return found;
}
