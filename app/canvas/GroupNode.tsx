/** The frame around a group of steps; collapsed, a box that stands for them. */
import { Handle, Position, ViewportPortal } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCanvas } from './canvas.ts';
import { COLLAPSED_IN, COLLAPSED_OUT } from './flow-nodes.ts';
import type { GroupFlowNode } from './flow-nodes.ts';
import { changeGroup } from './layout-operations.ts';
import styles from './GroupNode.module.css';

/** Where the fold button stands in the frame. */
const TOGGLE = [9, 6] as const;

export const GroupNode = memo(function GroupNode(props: NodeProps<GroupFlowNode>) {
  const { data, selected, positionAbsoluteX: x, positionAbsoluteY: y } = props;
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const { group, width, height } = data;
  const isCollapsed = group.collapsed ?? false;
  const Chevron = isCollapsed ? ChevronRight : ChevronDown;
  return (
    <div
      className={isCollapsed ? styles.collapsed : styles.frame}
      style={{ width, height }}
      data-colour={group.colour ?? 'grey'}
      data-selected={selected}
    >
      <div className={styles.head}>
        {/* Above the edges, which lie on the frame: one that crosses the title would take its clicks. */}
        <ViewportPortal>
          <button
            type="button"
            className={styles.toggle}
            style={{ transform: `translate(${x + TOGGLE[0]}px, ${y + TOGGLE[1]}px)` }}
            data-colour={group.colour ?? 'grey'}
            aria-label={t(isCollapsed ? 'expand-group' : 'collapse-group', { title: group.title })}
            aria-expanded={!isCollapsed}
            onClick={() => changeGroup(canvas, group.id, { collapsed: !isCollapsed })}
          >
            <Chevron size={14} aria-hidden />
          </button>
        </ViewportPortal>
        <span
          className={styles.title}
          onDoubleClick={() =>
            canvas.store.setState({ dialog: { kind: 'rename', what: 'group', id: group.id } })
          }
        >
          {group.title}
        </span>
      </div>
      {isCollapsed ? (
        <>
          <div className={styles.count}>{t('steps', { count: group.nodes?.length ?? 0 })}</div>
          <Handle
            id={COLLAPSED_IN}
            type="target"
            position={Position.Left}
            className={styles.port}
            isConnectable={false}
          />
          <Handle
            id={COLLAPSED_OUT}
            type="source"
            position={Position.Right}
            className={styles.port}
            isConnectable={false}
          />
        </>
      ) : null}
    </div>
  );
});
