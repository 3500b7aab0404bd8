import type { RowSource } from '../../session/row-source.ts';

export interface ChartViewProps {
  readonly rows: RowSource;
  readonly step: string;
}

export const ChartView = ({ rows }: ChartViewProps) => <>{rows.rows}</>;
