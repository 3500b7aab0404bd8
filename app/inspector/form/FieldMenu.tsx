/** What can be done with a setting besides typing: back to its default, or a parameter in its place. */
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { isText } from './field.ts';
import type { Field } from './field.ts';
import { useForm } from './FormContext.ts';

export interface FieldMenuProps {
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

export function FieldMenu({ field, value, onChange }: FieldMenuProps) {
  const { t } = useTranslation('inspector');
  const { parameters, seal, readOnly } = useForm();
  const change = (next: unknown): void => {
    seal();
    onChange(next);
    seal();
  };
  const entries: MenuEntry[] = [];
  if (value !== undefined && !field.required) {
    entries.push({
      label: field.fallback === undefined ? t('reset-empty') : t('reset'),
      onSelect: () => change(undefined),
    });
  }
  if (!isText(field.widget) || field.widget.kind === 'path') {
    for (const [name, { type }] of Object.entries(parameters)) {
      entries.push({
        label: t('use-parameter', { name, type }),
        onSelect: () => change(`$${name}`),
      });
    }
  }
  if (entries.length === 0 || readOnly) return null;
  return (
    <Menu
      trigger={
        <IconButton size="small" label={t('more')}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
      entries={entries}
    />
  );
}
