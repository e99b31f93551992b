import { createCipheriv, createHmac } from 'node:crypto';

/** RFC 6030 figure 6: a pre-shared key; the secret of RFC 4226. */
export const figure6 = container(
  `<EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></EncryptionKey>
   <MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><MACKey>
     <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
     <xenc:CipherData><xenc:CipherValue>
       ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX
     </xenc:CipherValue></xenc:CipherData></MACKey></MACMethod>`,
  keyPackage(
    '987654321',
    `<EncryptedValue><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
       <xenc:CipherData><xenc:CipherValue>
         AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv
       </xenc:CipherValue></xenc:CipherData></EncryptedValue>
     <ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExc=</ValueMAC>`,
  ),
);
export const figure6Key = '12345678901234567890123456789012';

/** RFC 6030 figure 7: the same secret under a password. */
export const figure7 = container(
  `<EncryptionKey><xenc11:DerivedKey>
     <xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2">
       <pkcs5:PBKDF2-params><Salt><Specified>Ej7/PEpyEpw=</Specified></Salt>
         <IterationCount>1000</IterationCount><KeyLength>16</KeyLength><PRF/></pkcs5:PBKDF2-params>
     </xenc11:KeyDerivationMethod><xenc:ReferenceList><xenc:DataReference URI="#ED"/></xenc:ReferenceList>
     <xenc11:MasterKeyName>My Password 1</xenc11:MasterKeyName></xenc11:DerivedKey></EncryptionKey>
   <MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><MACKey>
     <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
     <xenc:CipherData><xenc:CipherValue>
       2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx
     </xenc:CipherValue></xenc:CipherData></MACKey></MACMethod>`,
  keyPackage(
    '987654321',
    `<EncryptedValue Id="ED"><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
       <xenc:CipherData><xenc:CipherValue>
         oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f
       </xenc:CipherValue></xenc:CipherData></EncryptedValue>
     <ValueMAC>LP6xMvjtypbfT9PdkJhBZ+D6O4w=</ValueMAC>`,
  ),
);
export const figure7Password = 'qwerty';

export function container(head: string, ...packages: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<pskc:KeyContainer Version="1.0" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc"
  xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"
  xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" xmlns:pkcs5="http://www.rsasecurity.com/x">
${(head + packages.join('\n')).replace(/<(\/?)([A-Z])/g, '<$1pskc:$2')}</pskc:KeyContainer>`;
}

/** A package as figure 6 has it, with another secret or further data. */
export function keyPackage(
  serial: string,
  secret: string,
  { algorithm = 'urn:ietf:params:xml:ns:keyprov:pskc:hotp', id = '12345678', data = '', parameters = '' } = {},
): string {
  return `<KeyPackage><DeviceInfo><Manufacturer>Manufacturer</Manufacturer><SerialNo>${serial}</SerialNo></DeviceInfo>
    <CryptoModuleInfo><Id>CM_ID_001</Id></CryptoModuleInfo>
    <Key Id="${id}" Algorithm="${algorithm}"><Issuer>Issuer</Issuer>
      <AlgorithmParameters>${parameters || '<ResponseFormat Length="8" Encoding="DECIMAL"/>'}</AlgorithmParameters>
      <Data><Secret>${secret}</Secret>${data || '<Counter><PlainValue>0</PlainValue></Counter>'}</Data></Key></KeyPackage>`;
}

export function plainSecret(seed: Uint8Array): string {
  return `<PlainValue>${Buffer.from(seed).toString('base64')}</PlainValue>`;
}

/** A value encrypted here, with a right MAC, a wrong one or none. */
export function encrypted(
  plain: Uint8Array,
  key: Uint8Array,
  mac?: { readonly key: Uint8Array; readonly right?: boolean; readonly hash?: string },
  algorithm = `aes${key.length * 8}-cbc`,
): string {
  const iv = Buffer.alloc(16, 9);
  const wrapping = algorithm.startsWith('kw-');
  const cipher = wrapping
    ? createCipheriv(`aes${key.length * 8}-wrap`, key, Buffer.alloc(8, 0xa6))
    : createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  const bytes = Buffer.concat([...(wrapping ? [] : [iv]), cipher.update(plain), cipher.final()]);
  const value = `<EncryptedValue><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#${algorithm}"/>
    <xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData></EncryptedValue>`;
  if (mac === undefined) return value;
  const digest = createHmac(mac.hash ?? 'sha1', mac.key)
    .update(bytes)
    .digest();
  if (mac.right === false) digest[0] = (digest[0] ?? 0) ^ 1;
  return `${value}<ValueMAC>${digest.toString('base64')}</ValueMAC>`;
}
