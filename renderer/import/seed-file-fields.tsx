import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { importKinds } from '../../domain/import-kind.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Problem } from '../controls/problem.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import type { SeedFile } from './seed-file.ts';

/** Which file was chosen and the way to another; what kind of file it is, and what opens it. */
export function SeedFileFields({ seed }: { readonly seed: SeedFile }) {
  const { t } = useTranslation();
  const { choose, file, kind, unchecked, password, preSharedKey } = seed;
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (file !== undefined) nextStep(fields.current)?.focus();
  }, [file]);
  return (
    <>
      <div ref={fields} className="chosen-file">
        {file !== undefined && (
          <p>
            <strong>{file.name}</strong>{' '}
            <span className="quiet">{t('import.size', { size: Math.max(1, Math.round(file.bytes / 1024)) })}</span>
          </p>
        )}
        <Button onPress={() => void seed.pick()} busy={choose.busy}>
          {t(file === undefined ? 'import.choose' : 'import.chooseOther')}
        </Button>
      </div>
      {choose.failure !== undefined && <Problem failure={choose.failure} />}
      {file !== undefined && (
        <Choices
          label={t('import.kind')}
          choices={importKinds.map((value) => ({
            value,
            label: t(`import.kinds.${value}.name`),
            hint: t(`import.kinds.${value}.means`),
          }))}
          value={kind}
          onChange={seed.setKind}
        />
      )}
      {file !== undefined && kind === 'pskc' && (
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
            onChange={seed.setUnchecked}
          />
        </div>
      )}
    </>
  );
}

/** Where a file that was just chosen leads: what kind it is, where that is not seen from it; what opens it; then to look. */
function nextStep(fields: HTMLElement | null): HTMLElement | null {
  const form = fields?.closest('form') ?? null;
  if (form === null) return null;
  if (form.querySelector('[type="radio"]:checked') === null) return form.querySelector('[type="radio"]');
  return form.querySelector<HTMLElement>('.import-secrets input') ?? form.querySelector('[type="submit"]');
}
