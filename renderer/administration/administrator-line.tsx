import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useAction } from '../keydesk.ts';
import { useAdministration, useStaying } from './session.ts';

/** In the top line: who is signed in to the server, and the way out. */
export function AdministratorLine() {
  const { t } = useTranslation();
  const signedIn = useAdministration().data?.signedIn ?? null;
  const signOut = useAction('administration/sign-out');
  useStaying(signedIn !== null);
  if (signedIn === null) return null;
  return (
    <span className="row administrator">
      <span>{t('administration.signedIn', { name: signedIn.name })}</span>
      <Button kind="plain" busy={signOut.busy} onPress={() => void signOut.run()}>
        {t('administration.signOut')}
      </Button>
    </span>
  );
}
