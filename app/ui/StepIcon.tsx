/** The icon of a node type in the colour of its category. */
import {
  ArrowDownUp,
  Braces,
  ChartColumn,
  Code,
  Columns3,
  Combine,
  Dices,
  FileDown,
  FileSpreadsheet,
  Filter,
  FunctionSquare,
  Grid3x3,
  Group,
  Hash,
  Layers,
  ListCollapse,
  ListEnd,
  Merge,
  PanelTop,
  Pencil,
  Replace,
  Sigma,
  Split,
  Table2,
  Table,
  Unplug,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import styles from './StepIcon.module.css';

const ICONS: Readonly<Record<string, LucideIcon>> = {
  'input.csv': FileSpreadsheet,
  'input.parquet': Grid3x3,
  'input.json': Braces,
  'input.arrow': Layers,
  'input.inline': Table,
  'input.generate': Hash,
  'columns.select': Columns3,
  'columns.rename': Pencil,
  'columns.derive': FunctionSquare,
  'columns.cast': Replace,
  'columns.record-id': Hash,
  'rows.filter': Filter,
  'rows.sort': ArrowDownUp,
  'rows.limit': ListEnd,
  'rows.distinct': ListCollapse,
  'rows.sample': Dices,
  'rows.explode': Split,
  'combine.join': Merge,
  'combine.union': Combine,
  'aggregate.group-by': Sigma,
  'aggregate.window': PanelTop,
  'aggregate.pivot': Table2,
  'aggregate.unpivot': Group,
  'code.sql': Code,
  'output.file': FileDown,
  'output.chart': ChartColumn,
};

/** `rows.filter` → `rows`. */
export const categoryOf = (type: string): string => type.slice(0, type.indexOf('.'));

export interface StepIconProps {
  readonly type: string;
  readonly size?: number;
}

export function StepIcon({ type, size = 20 }: StepIconProps) {
  const Icon = ICONS[type] ?? Unplug;
  return (
    <span
      className={styles.icon}
      style={{
        width: size,
        height: size,
        color: `var(--category-${categoryOf(type)}, var(--soft))`,
      }}
      aria-hidden
    >
      <Icon size={size * 0.68} strokeWidth={2} />
    </span>
  );
}
