/** The words of the sign-in page, in the languages it is there in. */
export interface PageTexts {
  readonly language: string;
  readonly title: string;
  readonly username: string;
  readonly password: string;
  readonly goOn: string;
  readonly codeTitle: string;
  readonly codeHelp: string;
  readonly code: string;
  readonly scan: string;
  readonly answer: string;
  readonly question: string;
  readonly picture: string;
  readonly pushed: string;
  readonly answered: string;
  readonly signIn: string;
  readonly doneTitle: string;
  readonly done: string;
  readonly refusedTitle: string;
  readonly again: string;
  readonly help: string;
  readonly problems: Readonly<Record<PageProblem, string>>;
  /** Whom to ask where nothing was set. */
  readonly contact: string;
}

/** What the page says after something was wrong. */
export type PageProblem =
  | 'wrong password'
  | 'wrong code'
  | 'used code'
  | 'no code'
  | 'not answered'
  | 'token required'
  | 'session ended'
  | 'too many'
  | 'unavailable';

const english: PageTexts = {
  language: 'en',
  title: 'Sign in',
  username: 'Username',
  password: 'Password',
  goOn: 'Continue',
  codeTitle: 'The code of your token',
  codeHelp: 'Touch your token, or type the code that it shows.',
  code: 'Code',
  scan: 'Scan this picture with the app of your token, and type the answer that the app shows.',
  answer: 'Type this question into your token, and then the answer that it shows here.',
  question: 'Question for token',
  picture: 'QR code with the question for token',
  pushed: 'If you confirm in the app, nothing has to be typed here.',
  answered: 'I have answered in the app',
  signIn: 'Sign in',
  doneTitle: 'You are signed in',
  done: 'You can close this page.',
  refusedTitle: 'You need a token to sign in',
  again: 'Begin again',
  help: 'Who can help',
  problems: {
    'wrong password': 'The username or the password is wrong. Type both again.',
    'wrong code': 'The code is wrong. Take a new one from your token.',
    'used code': 'This code was used already. Wait for the next one, or touch the token again.',
    'no code': 'A code has at least six digits. Take a new one from your token.',
    'not answered': 'The app has not answered yet. Confirm there first, or type the answer.',
    'token required': 'Your password is right. Nobody has given you a token yet, and without one you cannot sign in.',
    'session ended': 'This took too long, or was tried too often. Begin again with your password.',
    'too many': 'There were too many wrong tries. Wait some minutes.',
    unavailable: 'Passwords cannot be checked at the moment. Try again in some minutes.',
  },
  contact: 'Ask your system administrator about tokens.',
};

const german: PageTexts = {
  language: 'de',
  title: 'Anmelden',
  username: 'Benutzername',
  password: 'Passwort',
  goOn: 'Weiter',
  codeTitle: 'Der Code Ihres Tokens',
  codeHelp: 'Berühren Sie Ihren Token, oder tippen Sie den Code, den er zeigt.',
  code: 'Code',
  scan: 'Scannen Sie dieses Bild mit der App Ihres Tokens, und tippen Sie die Antwort, die die App zeigt.',
  answer: 'Tippen Sie diese Frage in Ihren Token, und dann hier die Antwort, die er zeigt.',
  question: 'Frage für Token',
  picture: 'QR-Code mit der Frage für Token',
  pushed: 'Wenn Sie in der App bestätigen, müssen Sie hier nichts tippen.',
  answered: 'Ich habe in der App geantwortet',
  signIn: 'Anmelden',
  doneTitle: 'Sie sind angemeldet',
  done: 'Sie können diese Seite schließen.',
  refusedTitle: 'Sie brauchen einen Token, um sich anzumelden',
  again: 'Von vorn beginnen',
  help: 'Wer hilft',
  problems: {
    'wrong password': 'Der Benutzername oder das Passwort ist falsch. Tippen Sie beide noch einmal.',
    'wrong code': 'Der Code ist falsch. Nehmen Sie einen neuen von Ihrem Token.',
    'used code':
      'Dieser Code wurde schon benutzt. Warten Sie auf den nächsten, oder berühren Sie den Token noch einmal.',
    'no code': 'Ein Code hat mindestens sechs Ziffern. Nehmen Sie einen neuen von Ihrem Token.',
    'not answered': 'Die App hat noch nicht geantwortet. Bestätigen Sie zuerst dort, oder tippen Sie die Antwort.',
    'token required':
      'Ihr Passwort stimmt. Sie haben noch keinen Token bekommen, und ohne Token können Sie sich nicht anmelden.',
    'session ended': 'Das hat zu lange gedauert, oder es waren zu viele Versuche. Beginnen Sie wieder beim Passwort.',
    'too many': 'Es waren zu viele falsche Versuche. Warten Sie einige Minuten.',
    unavailable: 'Passwörter können gerade nicht geprüft werden. Versuchen Sie es in einigen Minuten noch einmal.',
  },
  contact: 'Fragen Sie Ihre Systemverwaltung nach einem Token.',
};

/** The texts for an `Accept-Language` header: the first language that is there, else English. */
export function pageTexts(acceptLanguage: string): PageTexts {
  const wanted = acceptLanguage
    .slice(0, 200)
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find((language) => language === 'de' || language === 'en');
  return wanted === 'de' ? german : english;
}
