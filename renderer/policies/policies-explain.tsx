import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Wondered } from '../../domain/contract/administration/policies.ts';
import { parseAddress } from '../../domain/policy/address-list.ts';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { TextField } from '../controls/text-field.tsx';
import { ExplainOutcome } from './explain-outcome.tsx';
import { policyPlaces } from './policy-links.ts';
import { ownScopes, scopeWords } from './policy-words.ts';
import { typedHeaders } from './typed-headers.ts';

/** Why somebody was let in or refused: a request as it was, and what each policy made of it. */
export function PoliciesExplain() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const policies = useAdministrative('policies/list').data ?? [];
  const places = useAdministrative('policies/places').data;
  // What each policy wants is told from the list: it is read again with every answer.
  const explain = useAdministrativeAction('policies/explain');
  const [asked, setAsked] = useState<Wondered>(nothing);
  const [answer, setAnswer] = useState<Answer>();
  const [wrongTime, setWrongTime] = useState(false);
  const [wrongClient, setWrongClient] = useState(false);
  const [headerText, setHeaderText] = useState('');
  const [wrongHeader, setWrongHeader] = useState<string>();
  const change = (changes: Partial<Wondered>) => setAsked((now) => ({ ...now, ...changes }));
  const realm = asked.realm === '' ? (places?.defaultRealm ?? '') : asked.realm;
  const go = async (event: FormEvent) => {
    event.preventDefault();
    const time = asked.time.trim().replace(' ', 'T');
    const isWrongTime = time !== '' && !moment.test(time);
    const client = asked.client.trim();
    const isWrongClient = client !== '' && parseAddress(client) === undefined;
    setWrongTime(isWrongTime);
    setWrongClient(isWrongClient);
    const typed = typedHeaders(headerText);
    setWrongHeader(
      'fault' in typed ? t(`policy.explain.headersFault.${typed.fault}`, { line: typed.line }) : undefined,
    );
    if ('fault' in typed || explain.busy || isWrongTime || isWrongClient) return;
    const wondered = {
      ...asked,
      realm,
      time,
      user: asked.user.trim(),
      client,
      serial: asked.serial.trim(),
      headers: typed.headers,
    };
    const done = await explain.run(wondered);
    if (done !== undefined) setAnswer({ wondered, explained: done.value });
  };
  useStepKeys(undefined, () => navigate(policyPlaces.list));
  return (
    <Page
      title={t('policy.explain.title')}
      tools={
        <Button kind="plain" keyName="Escape" onPress={() => navigate(policyPlaces.list)}>
          {t('policy.toList')}
        </Button>
      }
    >
      <div className="policy-explain">
        <form className="policy-part" onSubmit={(event) => void go(event)}>
          <Segments
            label={t('policy.explain.scope')}
            choices={ownScopes.map((value) => ({ value, label: scopeWords(t, value) }))}
            value={asked.scope}
            onChange={(scope) => change({ scope })}
          />
          <TextField
            label={t('policy.explain.user')}
            hint={t('policy.explain.userHint')}
            value={asked.user}
            onChange={(user) => change({ user })}
            autoFocus
            maxLength={200}
          />
          <TextField label={t('policy.explain.realm')} value={realm} onChange={(text) => change({ realm: text })} />
          <TextField
            label={t('policy.explain.client')}
            hint={t('policy.explain.clientHint')}
            value={asked.client}
            onChange={(client) => change({ client })}
            fault={wrongClient ? t('policy.explain.clientFault') : undefined}
            mono
            maxLength={100}
          />
          <TextField
            label={t('policy.explain.time')}
            hint={t('policy.explain.timeHint')}
            value={asked.time}
            onChange={(time) => change({ time })}
            fault={wrongTime ? t('policy.explain.timeFault') : undefined}
            mono
            maxLength={40}
          />
          <TextField
            label={t('policy.explain.serial')}
            hint={t('policy.explain.serialHint')}
            value={asked.serial}
            onChange={(serial) => change({ serial })}
            mono
            maxLength={100}
          />
          <TextField
            label={t('policy.explain.headers')}
            hint={t('policy.explain.headersHint')}
            value={headerText}
            onChange={setHeaderText}
            fault={wrongHeader}
            lines
            mono
            maxLength={10_000}
          />
          {asked.scope === 'admin' && (
            <TextField
              label={t('policy.explain.admin')}
              value={asked.adminUser}
              onChange={(adminUser) => change({ adminUser })}
              maxLength={200}
            />
          )}
          <div>
            <Button kind="main" type="submit" keyName="Enter" busy={explain.busy}>
              {t('policy.explain.run')}
            </Button>
          </div>
        </form>
        <div className="policy-scroll">
          {explain.failure !== undefined && <Problem failure={explain.failure} />}
          {answer === undefined ? (
            <p className="quiet">{t('policy.explain.hint')}</p>
          ) : (
            <ExplainOutcome {...answer} policies={policies.map(({ policy }) => policy)} />
          )}
        </div>
      </div>
    </Page>
  );
}

interface Answer {
  readonly wondered: Wondered;
  readonly explained: Parameters<typeof ExplainOutcome>[0]['explained'];
}

/** `2026-11-21 10:00`, on the server's clock. */
const moment = /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;

const nothing: Wondered = {
  scope: 'authentication',
  user: '',
  realm: '',
  client: '',
  time: '',
  adminUser: '',
  serial: '',
  headers: [],
};
