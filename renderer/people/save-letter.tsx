import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useAction } from '../keydesk.ts';

/** The server's letter with the secret, as PDF where the person says; forgotten when this leaves the screen. */
export function SaveLetter() {
  const { t } = useTranslation();
  const save = useAction('account-tokens/save-letter');
  const [saved, setSaved] = useState(false);
  useEffect(() => () => void window.keydesk.invoke('account-tokens/forget-letter'), []);
  return (
    <div className="stack">
      <div className="row">
        <Button
          busy={save.busy}
          onPress={() => void save.run().then((done) => done?.value.saved === true && setSaved(true))}
        >
          {t('accounts.saveLetter')}
        </Button>
        <span role="status">{saved && <Sign meaning="proven">{t('accounts.letterSaved')}</Sign>}</span>
      </div>
      <p className="quiet">{t('accounts.letterHint')}</p>
      {save.failure !== undefined && <Problem failure={save.failure} />}
    </div>
  );
}
