/** DataFrames as code: each operation a call on the one before it. */
import type { FileTarget } from '../../contract/file-target.ts';
import { isCatalogTable } from '../../contract/file-target.ts';
import type { SparkExpression } from '../../spark/expression.ts';
import { sx } from '../../spark/expression.ts';
import type { SparkOption } from '../../spark/file-options.ts';
import { readOptions, writeFormat } from '../../spark/file-options.ts';
import type { Frame, SparkField, SparkNamed, SparkSource } from '../../spark/frame.ts';
import { SIDES } from '../../spark/frame.ts';
import { typeText } from '../../spark/types.ts';
import type { Doc } from '../code/doc.ts';
import { call, method } from '../code/doc.ts';
import { floatText } from './float-text.ts';
import type { ExpressionPrinter } from './expressions.ts';
import type { Language } from './language.ts';
import { plainName, valuesSql } from '../../spark/print/values-sql.ts';

const JOINS = {
  inner: 'inner',
  left: 'left',
  right: 'right',
  full: 'full',
  semi: 'left_semi',
  anti: 'left_anti',
  cross: 'cross',
} as const;

/** The function that a program has for `expect-unique`. */
export const EXPECT_UNIQUE = 'expect_unique';

export class FramePrinter {
  readonly #language: Language;
  readonly #expressions: ExpressionPrinter;
  /** Variable of a step. */
  readonly #stepName: (name: string) => string;
  /** Code of a path; of a table's, of its name. */
  readonly #path: (path: string) => string;

  constructor(
    language: Language,
    expressions: ExpressionPrinter,
    stepName: (name: string) => string,
    path: (path: string) => string,
  ) {
    this.#language = language;
    this.#expressions = expressions;
    this.#stepName = stepName;
    this.#path = path;
  }

  print(frame: Frame): Doc {
    const { text, number } = this.#language;
    switch (frame.kind) {
      case 'step':
        return this.#stepName(frame.name);
      case 'read':
        return this.#read(frame.source);
      case 'values':
        return method('spark', 'sql', this.#language.longText(valuesSql(frame)));
      case 'range':
        return method(
          method('spark', 'range', number(frame.start), number(frame.stop), number(frame.step)),
          'toDF',
          text(frame.name),
        );
      case 'filter':
        return method(this.print(frame.input), 'filter', this.#column(frame.condition));
      case 'select':
        return method(this.print(frame.input), 'select', ...this.#named(frame.columns));
      case 'with-columns':
        return frame.columns.reduce<Doc>(
          (doc, { name, expression }) =>
            method(doc, 'withColumn', text(name), this.#column(expression)),
          this.print(frame.input),
        );
      case 'drop':
        return method(this.print(frame.input), 'drop', ...frame.columns.map(text));
      case 'rename': {
        const { renames } = this.#language;
        if (renames !== undefined && frame.columns.length > 1) {
          return method(this.print(frame.input), 'withColumnsRenamed', renames(frame.columns));
        }
        return frame.columns.reduce<Doc>(
          (doc, { from, to }) => method(doc, 'withColumnRenamed', text(from), text(to)),
          this.print(frame.input),
        );
      }
      case 'aggregate':
        return this.#aggregate(frame);
      case 'join':
        return this.#join(frame);
      case 'expect-unique':
        return call(
          this.#language.identifier(EXPECT_UNIQUE),
          this.print(frame.input),
          text(frame.message),
          ...frame.keys.map((key) => this.#column(key)),
        );
      case 'sort':
        return method(
          this.print(frame.input),
          'orderBy',
          ...frame.by.map((key) => this.#expressions.key(key)),
        );
      case 'sample':
        return method(
          this.print(frame.input),
          'sample',
          floatText(String(frame.fraction)),
          number(String(frame.seed)),
        );
      case 'limit': {
        const input = this.print(frame.input);
        const from = frame.offset === 0 ? input : method(input, 'offset', String(frame.offset));
        return method(from, 'limit', String(frame.rows));
      }
      case 'one-partition':
        return method(this.print(frame.input), 'coalesce', '1');
      case 'union': {
        const [first, ...rest] = frame.inputs.map((input) => this.print(input));
        if (first === undefined) throw new Error('a union without inputs');
        return rest.reduce<Doc>((doc, next) => method(doc, 'union', next), first);
      }
      case 'distinct':
        return method(this.print(frame.input), 'distinct');
      case 'unpivot': {
        const list = (names: readonly string[]): Doc => {
          const columns = names.map((name) => ({ name, expression: sx.column(name) }));
          return this.#language.columns(
            this.#language.mixesNames
              ? this.#named(columns)
              : columns.map(({ expression }) => this.#column(expression)),
          );
        };
        return method(
          this.print(frame.input),
          'unpivot',
          list(frame.ids),
          list(frame.columns),
          text(frame.nameTo),
          text(frame.valueTo),
        );
      }
    }
  }

  #column(expression: SparkExpression): Doc {
    return this.#expressions.print(expression);
  }

  #named(columns: readonly SparkNamed[]): readonly Doc[] {
    return this.#expressions.columns(columns);
  }

  #aggregate({ input, keys, aggregates }: Extract<Frame, { kind: 'aggregate' }>): Doc {
    const from = this.print(input);
    if (aggregates.length === 0) {
      return method(method(from, 'select', ...this.#named(keys)), 'distinct');
    }
    const grouped = keys.length === 0 ? from : method(from, 'groupBy', ...this.#named(keys));
    return method(
      grouped,
      'agg',
      ...aggregates.map(({ name, expression }) => this.#expressions.named(name, expression)),
    );
  }

  #join({ left, right, type, condition }: Extract<Frame, { kind: 'join' }>): Doc {
    const { text } = this.#language;
    const alias = (side: Frame, name: string): Doc => method(this.print(side), 'alias', text(name));
    const [a, b] = [alias(left, SIDES.left), alias(right, SIDES.right)];
    if (condition === undefined) return method(a, 'crossJoin', b);
    return method(a, 'join', b, this.#column(condition), text(JOINS[type]));
  }

  #options(reader: Doc, options: readonly SparkOption[]): Doc {
    const { text, boolean } = this.#language;
    return options.reduce<Doc>(
      (doc, [name, value]) =>
        method(
          doc,
          'option',
          text(name),
          typeof value === 'boolean' ? boolean(value) : text(value),
        ),
      reader,
    );
  }

  #read(source: SparkSource): Doc {
    const paths = source.paths.map(this.#path);
    const path = (reader: Doc): Doc =>
      paths.length === 1
        ? method(reader, source.format, ...paths)
        : method(reader, source.format, this.#language.texts(paths));
    if (source.paths.some(isCatalogTable)) return method(this.#language.reader, 'table', ...paths);
    if (source.format === 'parquet') return path(this.#language.reader);
    const schema = method(
      this.#language.reader,
      'schema',
      this.#language.longText(ddl(source.schema)),
    );
    return path(this.#options(schema, readOptions(source)));
  }

  /** `frame.write…` of an output step. */
  write(input: Frame, target: FileTarget): Doc {
    const { text } = this.#language;
    const mode = { overwrite: 'overwrite', append: 'append', error: 'errorifexists' }[target.mode];
    const written = method(this.#language.writer(this.print(input)), 'mode', text(mode));
    const parted =
      target.partitionBy.length === 0
        ? written
        : method(written, 'partitionBy', ...target.partitionBy.map(text));
    const { format, options } = writeFormat(target);
    const to = isCatalogTable(target.path) ? 'saveAsTable' : format;
    return method(this.#options(parted, options), to, this.#path(target.path));
  }
}

const ddl = (schema: readonly SparkField[]): readonly string[] =>
  schema.map(
    ({ name, type }, i) =>
      `${plainName(name)} ${typeText(type)}${i === schema.length - 1 ? '' : ', '}`,
  );
