/** Typical bytes of one value, as stored between stages; of variable types a guess. */
import type { ColumnType, ScalarTypeName } from '../contract/schema.ts';

const LIST_ELEMENTS = 4;
const TEXT_BYTES = 20;

const SCALAR_WIDTHS: Partial<Record<ScalarTypeName, number>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  FLOAT: 4,
  DATE: 4,
  HUGEINT: 16,
  UHUGEINT: 16,
  UUID: 16,
  INTERVAL: 16,
  VARCHAR: TEXT_BYTES,
  BLOB: 2 * TEXT_BYTES,
  JSON: 4 * TEXT_BYTES,
  BIT: TEXT_BYTES,
  VARINT: TEXT_BYTES,
  NULL: 1,
};

export function typeWidth(type: ColumnType): number {
  switch (type.kind) {
    case 'scalar':
      return SCALAR_WIDTHS[type.name] ?? 8;
    case 'decimal':
      return type.precision <= 4 ? 2 : type.precision <= 9 ? 4 : type.precision <= 18 ? 8 : 16;
    case 'enum':
      return type.values.length <= 256 ? 1 : type.values.length <= 65536 ? 2 : 4;
    case 'list':
      return 8 + LIST_ELEMENTS * typeWidth(type.element);
    case 'array':
      return type.size * typeWidth(type.element);
    case 'struct':
      return type.fields.reduce((sum, field) => sum + typeWidth(field.type), 0);
    case 'map':
      return 8 + LIST_ELEMENTS * (typeWidth(type.key) + typeWidth(type.value));
    case 'union':
      return 1 + Math.max(0, ...type.members.map((member) => typeWidth(member.type)));
  }
}
