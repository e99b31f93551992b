// A plain window on the server's pages, as any browser that trusts the server's authority shows them.
const fs = require('node:fs');
const { X509Certificate } = require('node:crypto');
const { app, BrowserWindow } = require('electron');

const authority = new X509Certificate(fs.readFileSync(process.env.KEYDESK_CHECK_CA));

app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    webPreferences: { sandbox: true, contextIsolation: true, partition: 'browser' },
  });
  window.webContents.session.setCertificateVerifyProc(({ certificate }, decide) => {
    const shown = new X509Certificate(certificate.data);
    decide(shown.checkIssued(authority) && shown.verify(authority.publicKey) ? 0 : -2);
  });
  await window.loadURL(process.env.KEYDESK_CHECK_URL);
});
