/** The pipeline as a tree: an equal view of the canvas for keyboard and screen reader. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useSession, useStudio } from '../session/studio.ts';
import { Message } from '../ui/Message.tsx';
import styles from './Outline.module.css';
import { useOutlineKeys } from './outline-keys.ts';
import { outlineRows } from './outline-rows.ts';
import { OutlineItemView } from './OutlineItemView.tsx';

const ROW_HEIGHT = 28;
const NOTHING_OPEN: ReadonlySet<string> = new Set();

export function Outline() {
  const { t } = useTranslation('canvas');
  const { registry } = useStudio();
  const document = useDocument((state) => state.document);
  const selection = useSession((state) => state.selection);
  const [open, setOpen] = useState(NOTHING_OPEN);
  const [active, setActive] = useState<string>();
  const rows = useMemo(() => outlineRows(document, registry, open), [document, registry, open]);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialRect: { width: 240, height: 600 },
  });
  const selected = selection.at(-1);
  const wanted = rows.findIndex(({ key }) => key === (active ?? `step:${selected}`));
  const current = Math.max(0, wanted);
  const onKeyDown = useOutlineKeys({
    rows,
    current,
    go: (index) => {
      setActive(rows[index]?.key);
      list.scrollToIndex(index);
    },
    toggle: (row) =>
      setOpen((before) =>
        toggled(before, row.item.kind === 'group' ? `closed:${row.key}` : row.key),
      ),
  });

  if (rows.length === 0) {
    return <Message title={t('outline-empty')}>{t('outline-empty-hint')}</Message>;
  }
  return (
    <div ref={scroller} className={styles.outline} data-canvas-part>
      <div
        role="tree"
        tabIndex={0}
        aria-label={t('outline')}
        aria-multiselectable
        aria-activedescendant={`outline-${rows[current]?.key ?? ''}`}
        className={styles.tree}
        style={{ height: list.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <OutlineItemView
              key={row.key}
              row={row}
              top={start}
              isActive={index === current}
              isSelected={row.item.kind === 'step' && selection.includes(row.item.id)}
              onActivate={() => setActive(row.key)}
              onToggle={() =>
                setOpen((before) =>
                  toggled(before, row.item.kind === 'group' ? `closed:${row.key}` : row.key),
                )
              }
            />
          );
        })}
      </div>
    </div>
  );
}

function toggled(open: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(open);
  if (!next.delete(key)) next.add(key);
  return next;
}
