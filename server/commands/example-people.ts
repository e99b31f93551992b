import type { Person } from '../store/people.ts';

/** Twenty people to try Keydesk with: short, long and other than Latin names. */
export const examplePeople: readonly Omit<Person, 'id' | 'realm' | 'resolver'>[] = [
  example(1001, 'amara.okafor', 'Amara', 'Okafor', 'Lagos'),
  example(1002, 'bjoern.aagaard', 'Bjørn', 'Ågård', 'Copenhagen'),
  example(1003, 'chen.xiuying', '秀英', '陈', 'Taipei'),
  example(1004, 'dagny.thorvaldsdottir', 'Dagný', 'Þorvaldsdóttir', 'Reykjavík'),
  example(1005, 'emre.yildiz', 'Emre', 'Yıldız', 'Istanbul'),
  example(1006, 'fatima.alzahra', 'فاطمة', 'الزهراء', 'Casablanca'),
  example(1007, 'georgios.papadopoulos', 'Γεώργιος', 'Παπαδόπουλος', 'Athens'),
  example(1008, 'hana.novakova', 'Hana', 'Nováková', 'Prague'),
  example(1009, 'ines.garcia', 'Inés', 'García y Vega', 'Madrid'),
  example(1010, 'jan.vandenberg', 'Jan', 'van den Berg', 'Utrecht'),
  example(1011, 'katarzyna.zolc', 'Katarzyna', 'Żółć', 'Gdańsk'),
  example(1012, 'leilani.keola', 'Leilani', 'Keolaokalaniʻōpuʻu', 'Honolulu'),
  example(
    1013,
    'maria.wolfeschlegel',
    'Maria Magdalena Theodora',
    'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley',
    'Hamburg',
  ),
  example(1014, 'nguyen.thi.minh.khai', 'Thị Minh Khai', 'Nguyễn', 'Hanoi'),
  example(1015, 'oleksandra.shevchenko', 'Олександра', 'Шевченко', 'Kyiv'),
  example(1016, 'priya.venkatanarasimharajuvaripeta', 'Priya', 'Venkatanarasimharajuvaripeta', 'Hyderabad'),
  example(1017, 'quentin.oconnor', 'Quentin', 'O’Connor', 'Cork'),
  example(1018, 'ruth.cohen', 'רות', 'כהן', 'Haifa'),
  example(1019, 'sato.kenji', '健二', '佐藤', 'Osaka'),
  example(1020, 'u.thant', 'U', 'Thant', 'Yangon'),
];

function example(number: number, username: string, givenName: string, surname: string, office: string) {
  return {
    username,
    userId: String(number),
    givenName,
    surname,
    email: `${username}@example.org`,
    mobile: '',
    phone: `+00 0000 ${number}`,
    office,
  };
}
