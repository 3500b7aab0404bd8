/** One value in full: long texts, nested values. */
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../engine/contract/schema.ts';
import { formatType } from '../../../engine/contract/schema.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import { cellToJson, formatCell } from '../../../engine/values/cell.ts';
import { useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { indentCell } from './cell-text.ts';
import styles from './CellInspector.module.css';
import { copyText } from './copy-cells.ts';

export interface InspectedCell {
  readonly column: Column;
  readonly row: number;
  readonly position: number;
  readonly cell: Cell;
}

export interface CellInspectorProps {
  readonly cell: InspectedCell;
  readonly onClose: () => void;
}

export function CellInspector({ cell: { column, row, cell }, onClose }: CellInspectorProps) {
  const { t } = useTranslation('results');
  const studio = useStudio();
  const isNested = cell !== null && !('text' in cell);
  const text = isNested ? indentCell(cell) : formatCell(cell);
  return (
    <Dialog
      open
      onClose={onClose}
      title={column.name}
      description={t('cell-place', { row: formatCount(row + 1), type: formatType(column.type) })}
      width={620}
      actions={
        <>
          {isNested ? (
            <Button
              icon={<Copy aria-hidden />}
              onClick={() => void copyText(studio, cellToJson(cell), t)}
            >
              {t('copy-json')}
            </Button>
          ) : null}
          <Button
            icon={<Copy aria-hidden />}
            onClick={() => void copyText(studio, cell === null ? '' : formatCell(cell), t)}
          >
            {t('copy')}
          </Button>
        </>
      }
    >
      <pre
        className={`${styles.value} ${cell === null ? styles.null : ''}`}
        tabIndex={0}
        aria-label={t('value')}
      >
        {text === '' ? <span className={styles.null}>{t('empty-text')}</span> : text}
      </pre>
      {isNested || cell === null ? null : (
        <p className={styles.size}>{t('characters', { count: [...text].length })}</p>
      )}
    </Dialog>
  );
}
