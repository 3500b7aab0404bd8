/** For what a tab cannot do: the computer behind the studio can, where there is one. */
import { Laptop } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runAction } from '../session/action-store.ts';
import { useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';

export function RunOnComputer({ code }: { readonly code: string }) {
  const { computer } = useStudio();
  return code === 'needs-computer' && computer !== undefined ? <Switch /> : null;
}

function Switch() {
  const { t } = useTranslation('host');
  const { actions } = useStudio();
  return (
    <Button icon={<Laptop aria-hidden />} onClick={() => runAction(actions, 'host.computer')}>
      {t('run-on-computer')}
    </Button>
  );
}
