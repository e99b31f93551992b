import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { May } from '../administration/may.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { Confirm } from '../realms/confirm.tsx';
import { TrustPage } from './trust-page.tsx';

/** What every controller reads before issuing; a changed text is a new version, and is read again. */
export function Guidelines() {
  const { t } = useTranslation();
  const newest = useAdministrative('guidelines/newest');
  const publish = useAdministrativeAction('guidelines/publish');
  const [draft, setDraft] = useState<string>();
  const [asking, setAsking] = useState(false);
  const { version, text } = newest.data ?? { version: 0, text: '' };
  const wanted = draft?.trim() ?? '';
  const isNew = wanted !== '' && wanted !== text;
  const go = async () => {
    const done = await publish.run({ text: wanted });
    if (done === undefined) return;
    announce(t('trust.guidelines.published', { version: done.value }));
    setAsking(false);
    setDraft(undefined);
  };
  return (
    <TrustPage
      tools={
        draft === undefined &&
        newest.data !== undefined && (
          <May right="trustwrite">
            {(control) => (
              <Button {...control} onPress={() => setDraft(text)}>
                {t('trust.guidelines.write')}
              </Button>
            )}
          </May>
        )
      }
    >
      {newest.error !== null ? (
        <ListProblem query={newest} />
      ) : newest.data === undefined ? (
        <Waiting />
      ) : (
        <section
          className="trust-text column"
          aria-labelledby="guidelines-version"
          tabIndex={draft === undefined ? 0 : undefined}
        >
          <h2 id="guidelines-version">{t('trust.guidelines.version', { version })}</h2>
          <p className="quiet measure">{t('trust.guidelines.lead')}</p>
          {draft === undefined ? (
            <p className="measure prose">{text}</p>
          ) : (
            <>
              <TextField
                label={t('trust.guidelines.text')}
                hint={t('trust.guidelines.textHint')}
                value={draft}
                onChange={setDraft}
                lines
                autoFocus
                maxLength={20_000}
              />
              <div className="row">
                <Button onPress={() => setDraft(undefined)}>{t('trust.guidelines.drop')}</Button>
                <Button kind="main" isDisabled={!isNew} onPress={() => setAsking(true)}>
                  {t('trust.guidelines.publish', { version: version + 1 })}
                </Button>
              </div>
            </>
          )}
        </section>
      )}
      {asking && (
        <Confirm
          title={t('trust.guidelines.title2', { version: version + 1 })}
          before={t('trust.guidelines.before', { version })}
          verb={t('trust.guidelines.publish', { version: version + 1 })}
          busy={publish.busy}
          failure={publish.failure}
          onGo={go}
          onClose={() => setAsking(false)}
        />
      )}
    </TrustPage>
  );
}
