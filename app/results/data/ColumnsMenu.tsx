/** Which columns are shown. */
import { Columns3 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowSource } from '../../session/row-source.ts';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { TickList } from '../../ui/TickList.tsx';
import { shortType } from '../grid/short-type.ts';
import { changePrefs, prefsOf, useResults, useResultsStore } from '../results-store.ts';

export function ColumnsMenu({ rows: { schema, target } }: { readonly rows: RowSource }) {
  const { t } = useTranslation('results');
  const store = useResultsStore();
  const hidden = useResults((state) => prefsOf(state, target).hidden);
  const items = useMemo(
    () => schema.map(({ name, type }) => ({ value: name, detail: shortType(type) })),
    [schema],
  );
  const isHidden = new Set(hidden);
  const shown = schema.filter(({ name }) => !isHidden.has(name)).length;
  const show = (names: readonly string[], visible: boolean): void =>
    changePrefs(store, target, (prefs) => {
      const given = new Set(names);
      const others = prefs.hidden.filter((name) => !given.has(name));
      return { hidden: visible ? others : [...others, ...names] };
    });
  return (
    <Popover
      label={t('columns')}
      align="end"
      trigger={
        <Button icon={<Columns3 aria-hidden />}>
          {shown === schema.length
            ? t('columns')
            : t('columns-shown', { shown, all: schema.length })}
        </Button>
      }
    >
      <TickList items={items} isTicked={(name) => !isHidden.has(name)} onTick={show} />
    </Popover>
  );
}
