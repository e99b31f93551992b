import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useAction } from '../keydesk.ts';

/** Takes the policies away as privacyIDEA's file, and brings such a file: first it is shown what importing would do. */
export function PoliciesFile({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<NonNullable<Reply<'policies/choose-file'>>>();
  const exporting = useAction('policies/export');
  const choosing = useAction('policies/choose-file');
  const importing = useAdministrativeAction('policies/import');
  const take = async () => {
    const done = await exporting.run({});
    if (done?.value.written) announce(t('policy.file.written', { count }));
  };
  const choose = async () => {
    const found = await choosing.run();
    if (found?.value) setShown(found.value);
  };
  const bring = async () => {
    const done = await importing.run();
    if (done === undefined) return;
    announce(t('policy.file.imported', { count: done.value.count }));
    setShown(undefined);
  };
  const failure = exporting.failure ?? choosing.failure;
  const changing = shown?.policies.filter(({ is }) => is !== 'same') ?? [];
  return (
    <>
      <Button kind="plain" busy={exporting.busy} isDisabled={count === 0} onPress={() => void take()}>
        {t('policy.file.export')}
      </Button>
      <May right="policywrite">
        {(control) => (
          <Button kind="plain" {...control} busy={choosing.busy} onPress={() => void choose()}>
            {t('policy.file.import')}
          </Button>
        )}
      </May>
      <Dialog
        title={t('policy.file.failed')}
        isOpen={failure !== undefined}
        onClose={() => {
          exporting.forget();
          choosing.forget();
        }}
      >
        {failure !== undefined && <Problem failure={failure} />}
        <div className="dialog-foot">
          <Button
            keyName="Escape"
            onPress={() => {
              exporting.forget();
              choosing.forget();
            }}
          >
            {t('policy.file.back')}
          </Button>
        </div>
      </Dialog>
      <Dialog
        title={t('policy.file.title', { count: shown?.policies.length ?? 0, file: shown?.file ?? '' })}
        isOpen={shown !== undefined}
        onClose={() => setShown(undefined)}
      >
        <p>{changing.length === 0 ? t('policy.file.nothing') : t('policy.file.lead')}</p>
        <ul className="policy-lines">
          {shown?.policies.map(({ name, is }) => (
            <li key={name}>
              <span>{name}</span>
              <Sign meaning={is === 'same' ? 'none' : 'waiting'}>{t(`policy.file.${is}`)}</Sign>
            </li>
          ))}
        </ul>
        {importing.failure !== undefined && <Problem failure={importing.failure} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={() => setShown(undefined)}>
            {t('policy.file.back')}
          </Button>
          <Button kind="main" busy={importing.busy} isDisabled={changing.length === 0} onPress={() => void bring()}>
            {t('policy.file.bring', { count: changing.length })}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
