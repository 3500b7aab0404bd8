/** Which of a step's ports a connection starts at, where there are several. */
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { inPorts, outPorts } from '../document/edges.ts';
import { useDocument, useStudio } from '../session/studio.ts';
import { useCanvas } from './canvas.ts';
import { PortColumns } from './PortColumns.tsx';
import type { PortAt } from './connect-rules.ts';
import styles from './ConnectDialog.module.css';

export function PortPicker({ from }: { readonly from: PortAt }) {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const { registry } = useStudio();
  const outputs = useDocument(
    useShallow(({ document }) => {
      const node = document.nodes[from.step];
      return node === undefined ? [] : outPorts(node, registry);
    }),
  );
  const inputs = useDocument(
    useShallow(({ document }) => {
      const node = document.nodes[from.step];
      return node === undefined ? [] : inPorts(node, registry).map(({ name }) => name);
    }),
  );
  const ports: PortAt[] = [
    ...outputs.map((port): PortAt => ({ step: from.step, port, side: 'output' })),
    ...inputs.map((port): PortAt => ({ step: from.step, port, side: 'input' })),
  ];
  const label = (port: PortAt): string => t(`from-${port.side}`, { port: port.port });
  return (
    <>
      <select
        className={styles.search}
        aria-label={t('start-port')}
        value={`${from.side}.${from.port}`}
        onChange={(event) => {
          const chosen = ports.find(({ side, port }) => `${side}.${port}` === event.target.value);
          if (chosen !== undefined) {
            canvas.store.setState({ dialog: { kind: 'connect', from: chosen } });
          }
        }}
      >
        {ports.map((port) => (
          <option key={`${port.side}.${port.port}`} value={`${port.side}.${port.port}`}>
            {label(port)}
          </option>
        ))}
      </select>
      <PortColumns port={from} />
    </>
  );
}
