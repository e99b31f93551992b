/** Two offices, three controllers and twenty people: who is in the walk through a roll-out. */
export const offices = [
  { id: 'bern', name: 'Bern' },
  { id: 'basel', name: 'Basel' },
] as const;
export type OfficeId = (typeof offices)[number]['id'];

export interface Player {
  readonly username: string;
  readonly name: string;
  readonly office: OfficeId;
}

const player =
  (office: OfficeId) =>
  (username: string, name: string): Player => ({ username, name, office });
const bern = player('bern');
const basel = player('basel');

export const hana = bern('hana.novakova', 'Hana Nováková');
export const jan = bern('jan.vandenberg', 'Jan van den Berg');
export const ines = basel('ines.garcia', 'Inés García y Vega');
export const controllers: readonly Player[] = [hana, jan, ines];

export const amara = bern('amara.okafor', 'Amara Okafor');
export const bjoern = bern('bjoern.aagaard', 'Bjørn Ågård');
export const dagny = bern('dagny.thorvaldsdottir', 'Dagný Þorvaldsdóttir');
export const emre = bern('emre.yildiz', 'Emre Yıldız');
export const last = basel('sato.kenji', '健二 佐藤');

/** Everybody, the controllers first; the last one is the last to get a token. */
export const everybody: readonly Player[] = [
  ...controllers,
  amara,
  bjoern,
  dagny,
  emre,
  bern('georgios.papadopoulos', 'Γεώργιος Παπαδόπουλος'),
  bern('katarzyna.zolc', 'Katarzyna Żółć'),
  bern('leilani.keola', 'Leilani Keolaokalaniʻōpuʻu'),
  bern('priya.venkatanarasimharajuvaripeta', 'Priya Venkatanarasimharajuvaripeta'),
  bern('quentin.oconnor', 'Quentin O’Connor'),
  bern('u.thant', 'U Thant'),
  basel('chen.xiuying', '秀英 陈'),
  basel('fatima.alzahra', 'فاطمة الزهراء'),
  basel(
    'maria.wolfeschlegel',
    'Maria Magdalena Theodora Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley',
  ),
  basel('nguyen.thi.minh.khai', 'Thị Minh Khai Nguyễn'),
  basel('oleksandra.shevchenko', 'Олександра Шевченко'),
  basel('ruth.cohen', 'רות כהן'),
  last,
];

export const passwordOf = ({ username }: Player) => `${username} has a long password`;

/** Twenty tokens, and four spares; the last ten go to the second office. */
export const serials: readonly string[] = Array.from({ length: 24 }, (_, index) => String(30_000_001 + index));
export const shipped = serials.slice(14);
export const kept = serials.slice(0, 14);
