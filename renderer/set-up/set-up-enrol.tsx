import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';
import { SetUpQuestion } from './set-up-question.tsx';

/** First run, 2 of 3: ties this station to a server with a one-time code. */
export function SetUpEnrol({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const enrol = useAction('station/enrol');
  const given = { name: name.trim(), code: code.replace(/\s/g, '') };
  const go = () => {
    setAsked(true);
    if (given.name !== '' && given.code !== '') void enrol.run(given);
  };
  return (
    <SetUpQuestion
      app={app}
      step={2}
      title={t('setUp.enrol.title')}
      lead={t('setUp.enrol.lead')}
      failure={enrol.failure}
      next={{ label: t('setUp.enrol.enrol'), run: go, busy: enrol.busy }}
    >
      <TextField
        label={t('setUp.enrol.name')}
        hint={t('setUp.enrol.nameHint')}
        value={name}
        onChange={setName}
        maxLength={100}
        fault={asked && given.name === '' ? t('setUp.enrol.nameMissing') : undefined}
        autoFocus
      />
      <TextField
        lines
        mono
        label={t('setUp.enrol.code')}
        hint={t('setUp.enrol.codeHint')}
        value={code}
        onChange={setCode}
        maxLength={4000}
        fault={asked && given.code === '' ? t('setUp.enrol.codeMissing') : undefined}
      />
    </SetUpQuestion>
  );
}
