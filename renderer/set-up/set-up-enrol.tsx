import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Segments } from '../controls/choices.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';
import { SetUpPair } from './set-up-pair.tsx';
import { SetUpQuestion } from './set-up-question.tsx';

/** First run, 2 of 3: which server this station belongs to. */
export function SetUpEnrol({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'keydesk' | 'privacyidea'>('keydesk');
  const choice = (
    <Segments
      label={t('setUp.enrol.server')}
      choices={[
        { value: 'keydesk', label: t('setUp.enrol.keydesk') },
        { value: 'privacyidea', label: t('setUp.enrol.privacyidea') },
      ]}
      value={kind}
      onChange={setKind}
    />
  );
  return kind === 'keydesk' ? <EnrolByCode app={app}>{choice}</EnrolByCode> : <SetUpPair app={app}>{choice}</SetUpPair>;
}

/** Ties this station to our server with a one-time code. */
function EnrolByCode({ app, children }: { readonly app: AppState; readonly children: ReactNode }) {
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
      {children}
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
