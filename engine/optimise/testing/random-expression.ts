/** Random expressions over typed columns; some may raise an error at run time. */
import type { Expression, JoinSide } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import type { Choices } from './choices.ts';

export type TestType = 'INTEGER' | 'BIGINT' | 'VARCHAR' | 'BOOLEAN' | 'INTEGER[]';

export interface TestColumn {
  readonly name: string;
  readonly type: TestType;
  readonly side?: JoinSide;
}

const isNumber = (column: TestColumn): boolean =>
  column.type === 'INTEGER' || column.type === 'BIGINT';

const ref = (column: TestColumn): Expression => ex.column(column.name, column.side);

const TEXTS = ['', 'a', 'b', '1', '2', 'B'];

/** BIGINT for the result, so that types follow from the shape alone. */
export function randomNumber(c: Choices, columns: readonly TestColumn[]): Expression {
  const numbers = columns.filter(isNumber);
  const texts = columns.filter((column) => column.type === 'VARCHAR');
  const number = (): Expression =>
    numbers.length === 0 ? ex.integer(c.below(4)) : ref(c.pick(numbers));
  const value = ((): Expression => {
    switch (c.below(9)) {
      case 0:
      case 1:
        return number();
      case 2:
        return ex.integer(c.below(5));
      case 3:
        return ex.binary('+', number(), ex.integer(c.below(3)));
      case 4:
        return ex.binary('%', number(), ex.integer(c.below(3)));
      case 5:
        return ex.call('coalesce', number(), ex.integer(7));
      case 6:
        return ex.when(randomCondition(c, columns, 1), number(), ex.integer(c.below(3)));
      case 7:
        return texts.length === 0 ? number() : ex.call('length', ref(c.pick(texts)));
      default:
        // Fails for texts that are no numbers.
        return texts.length === 0 ? number() : ex.cast(ref(c.pick(texts)), 'INTEGER');
    }
  })();
  return ex.cast(value, 'BIGINT');
}

export function randomText(c: Choices, columns: readonly TestColumn[]): Expression {
  const texts = columns.filter((column) => column.type === 'VARCHAR');
  if (texts.length === 0) return ex.text(c.pick(TEXTS));
  switch (c.below(4)) {
    case 0:
      return ref(c.pick(texts));
    case 1:
      return ex.text(c.pick(TEXTS));
    case 2:
      return ex.call('upper', ref(c.pick(texts)));
    default:
      return ex.binary('||', ref(c.pick(texts)), ref(c.pick(texts)));
  }
}

export function randomCondition(c: Choices, columns: readonly TestColumn[], depth = 0): Expression {
  const numbers = columns.filter(isNumber);
  const texts = columns.filter((column) => column.type === 'VARCHAR');
  // Mostly what keeps most rows: results that are empty prove little.
  const operators = ['<=', '>=', '<>', 'is distinct from', '=', '<', '>'];
  const leaf = (): Expression => {
    const column = ref(c.pick(columns));
    switch (c.below(8)) {
      case 0:
        return ex.isNotNull(column);
      case 1:
        return ex.isNull(column);
      case 2:
        return texts.length === 0
          ? ex.boolean(true)
          : ex.binary(c.pick(operators), ref(c.pick(texts)), ex.text(c.pick(TEXTS)));
      case 3: {
        const [one, other] = [c.pick(columns), c.pick(columns)];
        return one.type === other.type || (isNumber(one) && isNumber(other))
          ? ex.binary(c.pick(operators), ref(one), ref(other))
          : ex.isNotNull(column);
      }
      case 4:
        return texts.length === 0
          ? ex.boolean(c.below(2) === 0)
          : ex.binary('=', ex.cast(ref(c.pick(texts)), 'INTEGER'), ex.integer(c.below(3)));
      default:
        return numbers.length === 0
          ? ex.isNotNull(column)
          : ex.binary(c.pick(operators), ref(c.pick(numbers)), ex.integer(c.below(4)));
    }
  };
  if (depth > 1) return leaf();
  switch (c.below(6)) {
    case 0:
    case 1:
      return leaf();
    case 2:
      return ex.and(randomCondition(c, columns, depth + 1), randomCondition(c, columns, depth + 1));
    case 3:
    case 4:
      return ex.or(leaf(), leaf());
    default:
      return ex.not(leaf());
  }
}
