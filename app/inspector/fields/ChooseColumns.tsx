/** A button behind which many columns are ticked at once. */
import { ListChecks } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../engine/contract/schema.ts';
import { formatType, nameKey } from '../../../engine/contract/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { TickList } from '../../ui/TickList.tsx';

export interface ChooseColumnsProps {
  readonly columns: Schema;
  /** Keys of the names that are ticked. */
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (names: readonly string[], ticked: boolean) => void;
  readonly onClosed: () => void;
}

export function ChooseColumns({ columns, chosen, onChange, onClosed }: ChooseColumnsProps) {
  const { t } = useTranslation('inspector');
  const items = useMemo(
    () => columns.map(({ name, type }) => ({ value: name, detail: formatType(type) })),
    [columns],
  );
  return (
    <Popover
      label={t('choose-columns')}
      align="end"
      onClosed={onClosed}
      trigger={
        <Button icon={<ListChecks aria-hidden />} disabled={columns.length === 0}>
          {t('choose-many')}
        </Button>
      }
    >
      <TickList items={items} isTicked={(name) => chosen.has(nameKey(name))} onTick={onChange} />
    </Popover>
  );
}
