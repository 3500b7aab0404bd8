/** Which output of a step with several is shown. */
import { useTranslation } from 'react-i18next';
import { parseInput } from '../../../engine/document/schema.ts';
import { outPorts } from '../../document/edges.ts';
import { currentCounts } from '../../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../../session/studio.ts';
import { formatCount } from '../../ui/format.ts';
import { Segments } from './Segments.tsx';

export function PortSwitch({ target }: { readonly target: string }) {
  const { t } = useTranslation('results');
  const { registry, select } = useStudio();
  const { node, port } = parseInput(target);
  const step = useDocument(({ document }) => document.nodes[node]);
  const nodes = useDocument(({ document }) => document.nodes);
  const counts = useRuns((state) => currentCounts(state, nodes));
  const ports = step === undefined ? [] : outPorts(step, registry);
  if (ports.length < 2) return null;
  return (
    <Segments
      label={t('output')}
      value={port ?? ports[0] ?? ''}
      options={ports.map((name) => {
        const rows = counts?.get(`${node}.${name}`);
        return {
          value: name,
          label: name,
          detail: rows === undefined ? undefined : formatCount(rows),
        };
      })}
      onChange={(name) => select([node], name)}
    />
  );
}
