/**
 * What a join gives lists only columns that something after it uses: Spark leaves the others out by
 * itself, and who reads the program need not wonder about them.
 */
import type { SparkExpression } from './expression.ts';
import { partsOf } from './expression.ts';
import type { Frame, SparkNamed, SparkProgram, SparkStep } from './frame.ts';
import { SIDES } from './frame.ts';

type Needs = ReadonlySet<string> | 'all';

export function pruneJoins(program: SparkProgram): SparkProgram {
  const inputs = program.writes.map(({ input }) => input);
  const { steps, outputs } = pruneFrames(program.steps, inputs);
  const writes = program.writes.map((write, i) => ({ ...write, input: outputs[i] ?? write.input }));
  return { ...program, steps, writes };
}

export interface PrunedFrames {
  readonly steps: readonly SparkStep[];
  /** One for one. */
  readonly outputs: readonly Frame[];
  /** Which columns of a step, or of rows that are given under a name, are used. */
  readonly needsOf: (name: string) => Needs;
}

/** @param outputs frames all of whose columns are wanted */
export function pruneFrames(steps: readonly SparkStep[], outputs: readonly Frame[]): PrunedFrames {
  const pruner = new Pruner();
  const wanted = outputs.map((output) => pruner.prune(output, 'all'));
  const pruned: SparkStep[] = [];
  for (const step of steps.toReversed()) {
    pruned.unshift({ ...step, frame: pruner.prune(step.frame, pruner.needsOf(step.name)) });
  }
  return { steps: pruned, outputs: wanted, needsOf: (name) => pruner.needsOf(name) };
}

class Pruner {
  /** Of each step, the columns that what comes after it uses. */
  readonly #needs = new Map<string, Needs>();

  needsOf(step: string): Needs {
    // The output of a step that nothing reads is left as it is.
    return this.#needs.get(step) ?? 'all';
  }

  /** The frame, of whose columns only some are used. */
  prune(frame: Frame, needs: Needs): Frame {
    switch (frame.kind) {
      case 'step':
        this.#needs.set(frame.name, union(this.#needs.get(frame.name) ?? new Set(), needs));
        return frame;
      case 'read':
      case 'values':
      case 'range':
        return frame;
      case 'filter':
        return this.#over(frame, plus(needs, columnsOf([frame.condition])));
      case 'select':
        return this.#select(frame, needs);
      case 'with-columns': {
        const made = new Set(frame.columns.map(({ name }) => name));
        const kept =
          needs === 'all' ? needs : new Set([...needs].filter((name) => !made.has(name)));
        return this.#over(frame, plus(kept, columnsOf(expressionsOf(frame.columns))));
      }
      case 'drop':
        return this.#over(frame, plus(needs, frame.columns));
      case 'rename': {
        const old = new Map(frame.columns.map(({ from, to }) => [to, from]));
        const kept =
          needs === 'all' ? needs : new Set([...needs].map((name) => old.get(name) ?? name));
        return this.#over(frame, plus(kept, old.values()));
      }
      case 'aggregate':
        return this.#over(
          frame,
          new Set(columnsOf(expressionsOf([...frame.keys, ...frame.aggregates]))),
        );
      case 'join':
        return this.#join(frame, [], needs);
      case 'sort':
        return this.#over(
          frame,
          plus(needs, columnsOf(frame.by.map(({ expression }) => expression))),
        );
      case 'expect-unique':
        return this.#over(frame, plus(needs, columnsOf(frame.keys)));
      case 'limit':
      case 'one-partition':
      case 'sample':
        return this.#over(frame, needs);
      case 'union':
        return { ...frame, inputs: frame.inputs.map((input) => this.prune(input, 'all')) };
      case 'distinct':
      case 'unpivot':
        return this.#over(frame, 'all');
    }
  }

  #over<F extends Extract<Frame, { readonly input: Frame }>>(frame: F, needs: Needs): F {
    return { ...frame, input: this.prune(frame.input, needs) };
  }

  #select(frame: Extract<Frame, { kind: 'select' }>, needs: Needs): Frame {
    const { input } = frame;
    if (input.kind !== 'join') {
      return this.#over(frame, new Set(columnsOf(expressionsOf(frame.columns))));
    }
    const used = frame.columns.filter(({ name }) => needs === 'all' || needs.has(name));
    const columns = used.length === 0 ? frame.columns.slice(0, 1) : used;
    return { ...frame, columns, input: this.#join(input, expressionsOf(columns), new Set()) };
  }

  /** @param needs of the left side's columns, where the join gives nothing else */
  #join(
    frame: Extract<Frame, { kind: 'join' }>,
    expressions: readonly SparkExpression[],
    needs: Needs,
  ): Extract<Frame, { kind: 'join' }> {
    const all = [...expressions, ...(frame.condition === undefined ? [] : [frame.condition])];
    return {
      ...frame,
      left: this.prune(frame.left, plus(needs, columnsOf(all, SIDES.left))),
      right: this.prune(frame.right, new Set(columnsOf(all, SIDES.right))),
    };
  }
}

const expressionsOf = (columns: readonly SparkNamed[]): SparkExpression[] =>
  columns.map(({ expression }) => expression);

/** Names of the columns in expressions; of a join's, those of one side. */
function columnsOf(expressions: readonly SparkExpression[], side?: string): string[] {
  return expressions.flatMap((expression) =>
    expression.kind === 'column'
      ? side === undefined || expression.frame === side
        ? [expression.name]
        : []
      : columnsOf(partsOf(expression), side),
  );
}

const plus = (needs: Needs, names: Iterable<string>): Needs =>
  needs === 'all' ? needs : new Set([...needs, ...names]);

const union = (a: Needs, b: Needs): Needs => (b === 'all' ? b : plus(a, b));
