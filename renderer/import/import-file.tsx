import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Foreseen } from '../../domain/contract/administration/imports.ts';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { useAction } from '../keydesk.ts';
import { ImportForeseen } from './import-foreseen.tsx';
import { useSeedFile } from './seed-file.ts';
import { SeedFileAside } from './seed-file-aside.tsx';
import { SeedFileFields } from './seed-file-fields.tsx';

/** A file is chosen, looked at, and only then taken in: what would come, what is a duplicate, what is left out. */
export function ImportFile() {
  const { t } = useTranslation();
  const realms = useAdministrative('realms/list');
  const foresee = useAction('imports/foresee');
  const take = useAdministrativeAction('imports/take');
  const [into, setInto] = useState<readonly string[]>([]);
  const [foreseen, setForeseen] = useState<Foreseen | null>();
  const [done, setDone] = useState<{ readonly imported: number; readonly leftOut: number }>();
  const seed = useSeedFile('imports', () => {
    setForeseen(undefined);
    setDone(undefined);
    take.forget();
    foresee.forget();
  });
  const { file, kind, choose } = seed;

  const look = () =>
    seed.reading(async (reading) => {
      setForeseen(undefined);
      setForeseen((await foresee.run({ ...reading, realms: [...into] }))?.value);
    });
  const go = () =>
    seed.reading(async (reading) => {
      const taken = await take.run({ ...reading, realms: [...into] });
      if (taken === undefined) return;
      setDone(taken.value);
      seed.forget();
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
            <Button onPress={() => void seed.pick()} busy={choose.busy} autoFocus>
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
          <SeedFileFields seed={seed} />
          {file !== undefined && (realms.data ?? []).length > 0 && (
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
        </div>
        {file !== undefined && (
          <SeedFileAside look={foresee} take={take} looking={t('import.looking')} notYet={t('import.notYet')}>
            {foreseen !== undefined ? <ImportForeseen foreseen={foreseen} /> : undefined}
          </SeedFileAside>
        )}
        {file !== undefined && (
          <div className="form-foot">
            {foreseen !== undefined && (foreseen === null || (foreseen.faults === 0 && foreseen.keys > 0)) ? (
              <Button key="take" kind="main" busy={take.busy} onPress={() => void go()} autoFocus>
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
