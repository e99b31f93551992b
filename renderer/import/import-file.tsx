import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenImport, Foreseen } from '../../domain/contract/administration/imports.ts';
import type { ImportKind } from '../../domain/import-kind.ts';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { Progress } from '../controls/progress.tsx';
import { Sign } from '../controls/sign.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { ask, useAction } from '../keydesk.ts';
import { ImportForeseen } from './import-foreseen.tsx';
import { ChosenFile, SeedFileFields, withFileSecrets } from './seed-file-fields.tsx';

/** A file is chosen, looked at, and only then taken in: what would come, what is a duplicate, what is left out. */
export function ImportFile() {
  const { t } = useTranslation();
  const realms = useAdministrative('realms/list');
  const choose = useAction('imports/choose');
  const foresee = useAction('imports/foresee');
  const take = useAdministrativeAction('imports/take');
  const [file, setFile] = useState<ChosenImport>();
  const [kind, setKind] = useState<ImportKind>();
  const [into, setInto] = useState<readonly string[]>([]);
  const [unchecked, setUnchecked] = useState(false);
  const [foreseen, setForeseen] = useState<Foreseen | null>();
  const [done, setDone] = useState<{ readonly imported: number; readonly leftOut: number }>();
  const password = useRef<HTMLInputElement>(null);
  const preSharedKey = useRef<HTMLInputElement>(null);
  // What was chosen does not outlive the screen.
  useEffect(() => () => void ask('imports/forget'), []);

  const pick = async () => {
    const chosen = (await choose.run())?.value;
    if (chosen === null || chosen === undefined) return;
    setFile(chosen);
    setKind(chosen.looksLike ?? undefined);
    setForeseen(undefined);
    setDone(undefined);
    take.forget();
    foresee.forget();
  };
  const withSecrets = async (act: (wish: Parameters<typeof foresee.run>[0]) => Promise<void>) => {
    if (kind === undefined) return;
    await withFileSecrets({ password, preSharedKey }, (secrets) =>
      act({ kind, realms: [...into], unchecked, ...secrets }),
    );
  };
  const look = () =>
    withSecrets(async (wish) => {
      setForeseen(undefined);
      setForeseen((await foresee.run(wish))?.value);
    });
  const go = () =>
    withSecrets(async (wish) => {
      const taken = await take.run(wish);
      if (taken === undefined) return;
      setDone(taken.value);
      setFile(undefined);
      setForeseen(undefined);
    });

  if (done !== undefined) {
    return (
      <Page title={t('import.title')}>
        <div className="import column">
          <p className="question" role="status">
            <Sign meaning="proven">{t('import.imported', { count: done.imported })}</Sign>
          </p>
          {done.leftOut > 0 && <p>{t('import.leftOut', { count: done.leftOut })}</p>}
          <p className="measure">{t('import.afterwards')}</p>
          <div className="row">
            <Button onPress={() => void pick()} busy={choose.busy} autoFocus>
              {t('import.another')}
            </Button>
          </div>
          {choose.failure !== undefined && <Problem failure={choose.failure} />}
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('import.title')}>
      <form
        className="import-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (kind !== undefined && !foresee.busy && !take.busy && foreseen === undefined) void look();
        }}
      >
        <div className="import column">
          <p className="measure">{t('import.lead')}</p>
          <ChosenFile file={file} busy={choose.busy} onChoose={() => void pick()} />
          {choose.failure !== undefined && <Problem failure={choose.failure} />}
          {file !== undefined && (
            <>
              <SeedFileFields
                kind={kind}
                onKind={(value) => {
                  setKind(value);
                  setForeseen(undefined);
                }}
                unchecked={unchecked}
                onUnchecked={(ticked) => {
                  setUnchecked(ticked);
                  setForeseen(undefined);
                }}
                password={password}
                preSharedKey={preSharedKey}
              />
              {(realms.data ?? []).length > 0 && (
                <fieldset className="import-realms">
                  <legend className="legend">{t('import.realms')}</legend>
                  <p className="hint quiet">{t('import.realmsHint')}</p>
                  {realms.data?.map(({ name }) => (
                    <TickBox
                      key={name}
                      label={name}
                      isSelected={into.includes(name)}
                      onChange={(ticked) => {
                        setInto(ticked ? [...into, name] : into.filter((one) => one !== name));
                        setForeseen(undefined);
                      }}
                    />
                  ))}
                </fieldset>
              )}
            </>
          )}
        </div>
        {file !== undefined && (
          <aside className="stack" aria-label={t('import.foreseen')}>
            <h2>{t('import.foreseen')}</h2>
            {foresee.busy ? (
              <Progress label={t('import.looking')} />
            ) : foreseen !== undefined ? (
              <ImportForeseen foreseen={foreseen} />
            ) : (
              foresee.failure === undefined && <p className="quiet">{t('import.notYet')}</p>
            )}
            {foresee.failure !== undefined && <Problem failure={foresee.failure} />}
            {take.failure !== undefined && <Problem failure={take.failure} />}
          </aside>
        )}
        {file !== undefined && (
          <div className="form-foot">
            {foreseen !== undefined && (foreseen === null || (foreseen.faults === 0 && foreseen.keys > 0)) ? (
              <Button kind="main" busy={take.busy} onPress={() => void go()} autoFocus>
                {foreseen === null ? t('import.take') : t('import.takeCount', { count: foreseen.keys })}
              </Button>
            ) : (
              <Button kind="main" type="submit" keyName="Enter" busy={foresee.busy} isDisabled={kind === undefined}>
                {t('import.look')}
              </Button>
            )}
          </div>
        )}
      </form>
    </Page>
  );
}
