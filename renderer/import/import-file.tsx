import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenImport, Foreseen } from '../../domain/contract/administration/imports.ts';
import { type ImportKind, importKinds } from '../../domain/import-kind.ts';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { Progress } from '../controls/progress.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { ask, useAction } from '../keydesk.ts';
import { ImportForeseen } from './import-foreseen.tsx';

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
    const encode = (field: HTMLInputElement | null) => new TextEncoder().encode(field?.value ?? '');
    const [first, second] = [encode(password.current), encode(preSharedKey.current)];
    try {
      await act({ kind, realms: [...into], password: first, preSharedKey: second, unchecked });
    } finally {
      first.fill(0);
      second.fill(0);
    }
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
          <div className="chosen-file">
            {file !== undefined && (
              <p>
                <strong>{file.name}</strong>{' '}
                <span className="quiet">{t('import.size', { size: kilobytes(file.bytes) })}</span>
              </p>
            )}
            <Button onPress={() => void pick()} busy={choose.busy}>
              {t(file === undefined ? 'import.choose' : 'import.chooseOther')}
            </Button>
          </div>
          {choose.failure !== undefined && <Problem failure={choose.failure} />}
          {file !== undefined && (
            <>
              <Choices
                label={t('import.kind')}
                choices={importKinds.map((value) => ({
                  value,
                  label: t(`import.kinds.${value}.name`),
                  hint: t(`import.kinds.${value}.means`),
                }))}
                value={kind}
                onChange={(value) => {
                  setKind(value);
                  setForeseen(undefined);
                }}
              />
              {kind === 'pskc' && (
                <div className="import-secrets">
                  <SecretField
                    label={t('import.password')}
                    hint={t('import.passwordHint')}
                    inputRef={password}
                    autoComplete="off"
                  />
                  <SecretField
                    label={t('import.preSharedKey')}
                    hint={t('import.preSharedKeyHint')}
                    inputRef={preSharedKey}
                    autoComplete="off"
                    mono
                  />
                  <TickBox
                    label={t('import.unchecked')}
                    hint={t('import.uncheckedHint')}
                    isSelected={unchecked}
                    onChange={(ticked) => {
                      setUnchecked(ticked);
                      setForeseen(undefined);
                    }}
                  />
                </div>
              )}
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

function kilobytes(bytes: number): number {
  return Math.max(1, Math.round(bytes / 1024));
}
