/** An edge, with the rows that went over it. */
import { BaseEdge } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { Edge } from '../document/edges.ts';
import { formatCount } from '../ui/format.ts';
import { useCanvasState } from './canvas.ts';
import { DetailContext } from './detail.ts';
import { countPlace, curvePath, edgeCurve } from './edge-path.ts';
import { useEdgeRows } from './edge-rows.ts';
import type { FlowEdge } from './flow-edges.ts';
import styles from './EdgeView.module.css';

export const EdgeView = memo(function EdgeView(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, selected, data } = props;
  const isPlain = useContext(DetailContext) === 'plain';
  const isTarget = useCanvasState(({ dropEdge }) => dropEdge === id);
  const curve = edgeCurve([sourceX, sourceY], [targetX, targetY]);
  const kind = [
    styles.edge,
    selected === true || isTarget ? styles.selected : '',
    isTarget ? styles.target : '',
    data?.isBroken === true ? styles.broken : '',
  ].join(' ');
  return (
    <>
      <BaseEdge path={curvePath(curve)} interactionWidth={22} className={kind} />
      {isPlain || data === undefined ? null : (
        <RowCount edge={data.edge} at={countPlace(curve, data.name)} />
      )}
    </>
  );
});

interface RowCountProps {
  readonly edge: Edge;
  readonly at: readonly [number, number];
}

function RowCount({ edge, at: [x, y] }: RowCountProps) {
  const { t } = useTranslation('canvas');
  const rows = useEdgeRows(edge);
  if (rows === undefined) return null;
  return (
    <text x={x} y={y} className={rows.isStale ? styles.staleRows : styles.rows}>
      {formatCount(rows.count)}
      <title>{t(rows.isStale ? 'rows-stale' : 'rows', { count: rows.count })}</title>
    </text>
  );
}
