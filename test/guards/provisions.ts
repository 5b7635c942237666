/** `UK GDPR`, `GDPR`, `NIS2`, `Reg. 1182/71`, `Del. Reg. 2025/301`, then `Art. 12(4), 12(5), 15(4)` or `Art. 15(1)(a)-(h), (2)`. */
const citation =
  /(?:(UK GDPR|GDPR|NIS2|(?:Del\. )?Reg\. \d+\/\d+) )?Art\. ((?:\d+[A-Z]?)(?:\(\w+\))*(?:-\(\w\))?(?:(?:,| and| to|, and) (?:Art\. )?(?:\d+[A-Z]?(?:\(\w+\))+|(?:\(\w+\))+)(?:-\(\w\))?)*)/g;
const guideline = /EDPB (?:Guidelines )?(\d+\/\d+), para\. (\d+)/g;

/**
 * The provisions that a text cites, down to the paragraph: points belong to theirs. An article without a paragraph is
 * an address, not a rule, except where it has none (UK GDPR Art. 12A). `unnamed`: the act of a citation without one.
 */
export function provisionsIn(text: string, unnamed?: 'GDPR'): readonly string[] {
  const plain = text.replaceAll(/\n\s*(?:\*|\/\/)?\s*/g, ' ');
  const articles = [...plain.matchAll(citation)].flatMap(([, act = unnamed, list = '']) =>
    act === undefined ? [] : paragraphsOf(list).map((paragraph) => `${act} Art. ${paragraph}`),
  );
  const paragraphs = [...plain.matchAll(guideline)].map(([, number = '', paragraph = '']) => {
    return `EDPB Guidelines ${number}, para. ${paragraph}`;
  });
  return [...new Set([...articles, ...paragraphs])];
}

function paragraphsOf(list: string): readonly string[] {
  let article = '';
  return list.split(/,? and |, | to /).flatMap((item) => {
    const [, number = '', paragraph = ''] = /^(?:Art\. )?(\d+[A-Z]?)?(\(\d+\))?/.exec(item) ?? [];
    article = number === '' ? article : number;
    return paragraph !== '' || /[A-Z]$/.test(article) ? [`${article}${paragraph}`] : [];
  });
}
