import { mostKeys } from './file-limits.ts';
import { SeedFileError } from './seed-file-error.ts';
import { xmlElements } from './xml-elements.ts';

/** A value as the file has it: plain, or encrypted with how, and with its MAC. */
export interface PskcValue {
  plain?: string;
  cipher?: string;
  algorithm?: string;
  mac?: string;
}

type DataName = 'Secret' | 'Counter' | 'Time' | 'TimeInterval' | 'TimeDrift';

/** One KeyPackage (RFC 6030 section 4.1). */
export interface PskcPackage {
  readonly number: number;
  serialNo: string;
  manufacturer: string;
  keyId: string;
  algorithm: string;
  digits: string;
  encoding: string;
  suite: string;
  readonly data: Partial<Record<DataName, PskcValue>>;
}

/** How the container is encrypted (RFC 6030 section 6): what stands before the first package. */
export interface PskcProtection {
  isDerived: boolean;
  salt: string;
  iterations: string;
  keyLength: string;
  prf: string;
  hasMac: boolean;
  macAlgorithm: string;
  readonly macKey: PskcValue;
}

const dataNames: ReadonlySet<string> = new Set(['Secret', 'Counter', 'Time', 'TimeInterval', 'TimeDrift']);

/** Reads the packages of a PSKC container as its bytes come. */
export function pskcContainer(): {
  readonly protection: PskcProtection;
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => void;
  /** The packages read since the last time. */
  readonly take: () => readonly PskcPackage[];
} {
  const protection: PskcProtection = {
    isDerived: false,
    salt: '',
    iterations: '',
    keyLength: '',
    prf: '',
    hasMac: false,
    macAlgorithm: '',
    macKey: {},
  };
  let packages: PskcPackage[] = [];
  let current: PskcPackage | undefined;
  let value: PskcValue | undefined;
  let count = 0;
  let root = '';
  const elements = xmlElements({
    open(name, attributes, parent) {
      if (parent === '') root = name;
      if (name === 'KeyPackage') {
        count += 1;
        if (count > mostKeys) throw new SeedFileError('file', 'too-many', { most: mostKeys, of: 'keys' });
        current = emptyPackage(count);
      } else if (name === 'MACMethod') {
        protection.hasMac = true;
        protection.macAlgorithm = attributes.Algorithm ?? '';
      } else if (name === 'MACKey') value = protection.macKey;
      else if (name === 'DerivedKey') protection.isDerived = true;
      else if (name === 'PRF') protection.prf = attributes.Algorithm ?? '';
      else if (name === 'EncryptionMethod' && value !== undefined) value.algorithm = attributes.Algorithm ?? '';
      else if (current !== undefined) openInPackage(current, name, attributes, parent);
    },
    close(name, text, parent) {
      if (name === 'CipherValue' && value !== undefined) value.cipher = text;
      else if (name === 'MACKey') value = undefined;
      else if (current !== undefined) closeInPackage(current, name, text, parent);
      else closeBefore(name, text);
    },
  });

  function openInPackage(
    target: PskcPackage,
    name: string,
    attributes: Readonly<Record<string, string>>,
    parent: string,
  ): void {
    if (name === 'Key' && parent === 'KeyPackage') {
      target.keyId = attributes.Id ?? attributes.KeyId ?? '';
      target.algorithm = attributes.Algorithm ?? attributes.KeyAlgorithm ?? '';
    } else if (name === 'ResponseFormat') {
      target.digits = attributes.Length ?? '';
      target.encoding = attributes.Encoding ?? '';
    } else if (name === 'Suite') target.suite = attributes.hashalgo ?? '';
    else if (parent === 'Data' && dataNames.has(name)) {
      value = {};
      target.data[name as DataName] = value;
    }
  }

  function closeInPackage(target: PskcPackage, name: string, text: string, parent: string): void {
    if (name === 'PlainValue' && value !== undefined) value.plain = text;
    else if (name === 'ValueMAC' && value !== undefined) value.mac = text;
    else if (parent === 'Data') value = undefined;
    else if (name === 'SerialNo' && parent === 'DeviceInfo') target.serialNo = text;
    else if (name === 'Manufacturer' && parent === 'DeviceInfo') target.manufacturer = text;
    else if (name === 'Suite' && text !== '') target.suite = text;
    else if (name === 'KeyPackage') {
      packages.push(target);
      current = undefined;
    }
  }

  function closeBefore(name: string, text: string): void {
    if (name === 'Specified') protection.salt = text;
    else if (name === 'Salt' && text !== '') protection.salt = text;
    else if (name === 'IterationCount') protection.iterations = text;
    else if (name === 'KeyLength') protection.keyLength = text;
  }

  return {
    protection,
    write: elements.write,
    end() {
      elements.end();
      if (root !== 'KeyContainer') {
        throw new SeedFileError('file', 'not-pskc');
      }
    },
    take() {
      const taken = packages;
      packages = [];
      return taken;
    },
  };
}

function emptyPackage(number: number): PskcPackage {
  return {
    number,
    serialNo: '',
    manufacturer: '',
    keyId: '',
    algorithm: '',
    digits: '',
    encoding: '',
    suite: '',
    data: {},
  };
}
