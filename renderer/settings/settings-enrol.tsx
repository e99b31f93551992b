import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';

/** The way back for a station that its server turns away: a new code, the same vault. */
export function SettingsEnrol({
  station,
  problem,
}: {
  readonly station: NonNullable<AppState['station']>;
  readonly problem: Failure;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const enrol = useAction('station/enrol');
  const given = code.replace(/\s/g, '');
  const go = () => {
    setAsked(true);
    if (given !== '') void enrol.run({ name: station.name, code: given });
  };
  return (
    <div className="stack">
      <Problem failure={enrol.failure ?? problem} />
      <TextField
        lines
        mono
        label={t('setUp.enrol.code')}
        hint={t('setUp.enrol.codeHint')}
        value={code}
        onChange={setCode}
        maxLength={4000}
        fault={asked && given === '' ? t('setUp.enrol.codeMissing') : undefined}
      />
      <div>
        <Button busy={enrol.busy} onPress={go}>
          {t('settings.enrolAgain')}
        </Button>
      </div>
    </div>
  );
}
