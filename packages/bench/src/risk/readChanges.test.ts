import { readChanges } from './readChanges';

const HEADER =
  ',_id,date,bug,__,ns,nd,nf,entrophy,la,ld,lt,fix,ndev,age,nuc,exp,rexp,sexp';
const ROW =
  '0,8951b6,1420046511,1,1,1,2,4,1.0,30,5,1098,1,57,12.5,211,307,15.5,105';

const file = (...lines: string[]) => `${lines.join('\n')}\n`;

const expected = {
  defective: true,
  date: 1420046511,
  metrics: {
    commits: 1,
    files: 4,
    directories: 2,
    subsystems: 1,
    linesAdded: 30,
    linesDeleted: 5,
    // 1 bit of the 2 that four files can have
    entropy: 0.5,
    linesInFilesBefore: 1098,
    ageDays: 12.5,
    priorChanges: 211,
    authors: 57,
    authorExperience: 307,
    isFix: true,
  },
};

it('reads the change metrics and the label', () => {
  expect(readChanges(file(HEADER, ROW))).toEqual([expected]);
});

it('reads the columns in any order, and ends of lines of any kind', () => {
  const [names, cells] = [HEADER, ROW].map(line => line.split(',').reverse());
  expect(
    readChanges(`\ufeff${names.join(',')}\r\n${cells.join(',')}\r\n\r\n`),
  ).toEqual([expected]);
});

it('undoes the relations in which Kamei et al. publish their data', () => {
  const [change] = readChanges(
    file(
      'transactionid,commitdate,ns,nm,nf,entropy,la,ld,lt,fix,ndev,pd,npt,exp,rexp,sexp,bug',
      '6,2004/12/31 16:58,10,107,694,0.999730665,0.006990315,0.006990315,284.4610951,0,20,70706,0.195965418,1603,988.7333333,1594,0',
    ),
  );
  expect(change).toMatchObject({
    defective: false,
    date: null,
    metrics: {
      files: 694,
      directories: 107,
      entropy: 0.999730665,
      linesAdded: 1380,
      linesDeleted: 1380,
      linesInFilesBefore: 197416,
      priorChanges: 136,
    },
  });
});

const spoiled = (column: string, cell: string) => {
  const cells = ROW.split(',');
  cells[HEADER.split(',').indexOf(column)] = cell;
  return file(HEADER, ROW, cells.join(','));
};

it.each<[string, string, string]>([
  ['an empty file', '', 'The file is empty'],
  ['a header alone', file(HEADER), 'line 2: there are no rows'],
  [
    'a missing column',
    file(HEADER.replace(',la,', ',lines,'), ROW),
    'line 1: the header lacks la',
  ],
  [
    'something else',
    '{"a": 1}\n{"b": 2}',
    'line 2, column 1: quoted cells are not read',
  ],
  [
    'a column twice',
    file(HEADER.replace('ld', 'la'), ROW),
    'line 1, column 11: "la" is named twice',
  ],
  [
    'a short row',
    file(HEADER, ROW, '1,2,3'),
    'line 3 has 3 cells, the header has 19 columns',
  ],
  [
    'a word for a number',
    spoiled('la', 'many'),
    'line 3, column 10 (la): "many" is not a number of 0 or more',
  ],
  [
    'an empty cell',
    spoiled('exp', ''),
    'line 3, column 17 (exp): "" is not a number of 0 or more',
  ],
  [
    'a number below zero',
    spoiled('ld', '-1'),
    'line 3, column 11 (ld): "-1" is not a number of 0 or more',
  ],
  [
    'infinity',
    spoiled('lt', '1e999'),
    'line 3, column 12 (lt): "1e999" is not a number of 0 or more',
  ],
  [
    'another label',
    spoiled('bug', '2'),
    'line 3, column 4 (bug): 2 is neither 0 nor 1',
  ],
])('refuses %s', (_, text, message) => {
  expect(() => readChanges(text)).toThrow(message);
});
