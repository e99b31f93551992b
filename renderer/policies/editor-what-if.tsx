import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { May } from '../administration/may.tsx';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { Draft } from './drafts.ts';
import { changeWords } from './outcome-words.ts';
import { useWhatIf, type WhatIf } from './what-if.ts';

interface EditorWhatIfProps {
  readonly draft: Draft;
  readonly places: Reply<'policies/places'> | undefined;
  /** Whether the draft could be saved at all. */
  readonly isReady: boolean;
}

/** Before saving: who of a realm would get other answers than today, by name. */
export function EditorWhatIf({ draft, places, isReady }: EditorWhatIfProps) {
  const { t } = useTranslation();
  const first = draft.policy.realm.find((realm) => places?.realms.includes(realm)) ?? places?.defaultRealm ?? '';
  const [chosen, setChosen] = useState<string>();
  const realm = chosen ?? first;
  const { state, run, stop, close } = useWhatIf();
  const realms = places?.realms ?? [];
  return (
    <section className="policy-part" aria-labelledby="policy-what-if">
      <h2 id="policy-what-if">{t('policy.whatIf.title')}</h2>
      <p className="quiet">{t('policy.whatIf.lead')}</p>
      {realms.length > 0 ? (
        <Select
          label={t('policy.whatIf.realm')}
          choices={realms.map((value) => ({ value, label: value }))}
          value={realm === '' ? undefined : realm}
          onChange={setChosen}
        />
      ) : (
        <TextField label={t('policy.whatIf.realm')} value={realm} onChange={setChosen} />
      )}
      <div>
        <May right="policywrite">
          {(control) => (
            <Button
              {...control}
              isDisabled={control.isDisabled || !isReady || realm === ''}
              onPress={() => void run(draft, realm)}
            >
              {t('policy.whatIf.run')}
            </Button>
          )}
        </May>
      </div>
      {!isReady && <p className="quiet small">{t('policy.whatIf.notReady')}</p>}
      <Dialog
        title={t('policy.whatIf.dialog', { realm: state?.realm ?? '' })}
        isOpen={state !== undefined}
        onClose={() => {
          stop();
          close();
        }}
      >
        {state !== undefined && <Found state={state} />}
        <div className="dialog-foot">
          {state?.under === true && <Button onPress={stop}>{t('policy.whatIf.stop')}</Button>}
          <Button
            keyName="Escape"
            onPress={() => {
              stop();
              close();
            }}
          >
            {t('policy.back')}
          </Button>
        </div>
      </Dialog>
    </section>
  );
}

function Found({ state }: { readonly state: WhatIf }) {
  const { t, i18n } = useTranslation();
  const { people, affected, looked, total, under, failure } = state;
  return (
    <>
      <p role="status" className="what-if-count">
        {under || total === 0
          ? t('policy.whatIf.looking', { looked, total, affected })
          : t('policy.whatIf.affected', { count: affected, total: looked })}
      </p>
      {failure !== undefined && <Problem failure={failure} />}
      {people.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        <section className="what-if-list" tabIndex={0} aria-label={t('policy.whatIf.people')}>
          <table className="says">
            <caption className="unseen">{t('policy.whatIf.people')}</caption>
            <tbody>
              {people.map((person) => (
                <tr key={`${person.resolver} ${person.username}`}>
                  <th scope="row">
                    {`${person.givenname} ${person.surname}`.trim() || person.username}
                    <span className="quiet small">{person.username}</span>
                  </th>
                  <td>
                    {person.changes.map((change) => (
                      <p key={change.action}>{changeWords(t, change, i18n.language)}</p>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {affected > people.length && (
        <p className="quiet">{t('policy.whatIf.more', { count: affected - people.length })}</p>
      )}
    </>
  );
}
