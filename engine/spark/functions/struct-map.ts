/** Structs and maps. */
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed } from '../translate/typed.ts';
import type { SparkType } from '../types.ts';
import { commonType, sameType, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';

type MapType = Extract<SparkType, { kind: 'map' }>;

export function mapArgument(value: Typed): MapType {
  return value.type.kind === 'map'
    ? value.type
    : refuse(`A map is needed where ${typeText(value.type)} stands.`);
}

/** A key to look for, in the type of the map's keys. */
export function keyOf(map: MapType, key: Typed): Typed {
  const common = commonType(map.key, key.type);
  if (common === undefined || !sameType(common, map.key)) {
    return refuse(`Keys of ${typeText(map.key)} are not looked up by ${typeText(key.type)}.`);
  }
  return typed(as(key, map.key), map.key);
}

const ofMap =
  (name: string, type: (map: MapType) => SparkType): SparkFunction =>
  (args) => {
    const value = argument(args, 0);
    return typed(sx.call(name, value.expression), type(mapArgument(value)));
  };

export const STRUCT_MAP: SparkFunctions = {
  struct_extract: (args, { result }) => {
    const operand = argument(args, 0);
    const name = literalOf(args[1]);
    if (operand.type.kind !== 'struct' || name === undefined || !isText(args[1])) {
      return refuse('Fields are chosen by their name.');
    }
    return typed({ kind: 'field', operand: operand.expression, name }, result);
  },
  map: (args) => {
    const [keys, values] = [argument(args, 0), argument(args, 1)];
    if (keys.type.kind !== 'array' || values.type.kind !== 'array') {
      return refuse('map() needs two lists.');
    }
    return typed(sx.call('map_from_arrays', keys.expression, values.expression), {
      kind: 'map',
      key: keys.type.element,
      value: values.type.element,
    });
  },
  map_keys: ofMap('map_keys', ({ key }) => ({ kind: 'array', element: key })),
  map_values: ofMap('map_values', ({ value }) => ({ kind: 'array', element: value })),
  map_entries: ofMap('map_entries', ({ key, value }) => ({
    kind: 'array',
    element: {
      kind: 'struct',
      fields: [
        { name: 'key', type: key },
        { name: 'value', type: value },
      ],
    },
  })),
  cardinality: ofMap('size', () => simple('INT')),
  map_contains: (args) => {
    const value = argument(args, 0);
    const key = keyOf(mapArgument(value), argument(args, 1));
    const found = sx.call('map_contains_key', value.expression, key.expression);
    return typed(found, simple('BOOLEAN'));
  },
};

const isText = (value: Typed | undefined): boolean =>
  value?.type.kind === 'simple' && value.type.name === 'STRING';
