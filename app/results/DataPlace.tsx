/** Where in the data something is: file, line, row, column. */
import { useTranslation } from 'react-i18next';
import type { DataLocation } from '../../engine/contract/location.ts';

export interface DataPlaceProps {
  readonly location: DataLocation;
  readonly className?: string | undefined;
}

const NUMBERED = ['line', 'row', 'column', 'byte'] as const;

export function DataPlace({ location, className }: DataPlaceProps) {
  const { t } = useTranslation('results');
  const parts = NUMBERED.flatMap((part) => {
    const value = location[part];
    // As editors count and want it typed: without separators.
    return value === undefined ? [] : [t(`place-${part}`, { value: String(value) })];
  });
  const { file } = location;
  const text = [...(file === undefined ? [] : [file]), ...parts].join(' · ');
  return text === '' ? null : <code className={className}>{text}</code>;
}
