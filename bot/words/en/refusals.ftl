# Why something cannot be a paper, and what would do.

id-other-doi = { $doi } is another publisher's DOI; arXiv's begin with 10.48550/arXiv.
id-other-site = That link to { $host } names no arXiv paper; send the paper's identifier, such as 2512.10935 or math/0309136.
id-list-page = That link is a list of papers, not one paper; send a paper's link or identifier, such as 2512.10935 or math/0309136.
id-author-page = That link is an author's page, not one paper; send a paper's link or identifier, such as 2512.10935 or math/0309136.
id-other-page = That page of arXiv is not a paper; send a link like https://arxiv.org/abs/2512.10935.
id-category = { $code } is a category of arXiv's, not a paper; its newest papers come with `paperboy digest -c { $code }`.
id-archive = { $code } is an archive of arXiv's, not a paper; the newest papers of a category come with `paperboy digest -c { $example }`.
id-none = { $typed } is not an arXiv identifier; they look like 2512.10935 or math/0309136.
id-too-early = { $id } cannot be an identifier: this form began in April 2007 (0704.0001).
id-digits = { $id } has { $digits } digits after the point; arXiv identifiers have 4 or 5.
id-zero = { $id } cannot be an identifier: arXiv numbers each month's papers from 1.
id-digit-too-many = { $id } has a digit too many: up to December 2014 identifiers have 4 after the point.
id-archive-near = { $archive } is no archive with identifiers of this form; did you mean { $near }?
id-archive-unknown = { $archive } is no archive with identifiers of this form; old identifiers look like math/0309136.
id-old-digits = { $id } has { $digits } digits after the slash; old identifiers have 7, as in math/0309136.
id-old-span = { $id } cannot be an identifier: this form was used from July 1991 to March 2007.
id-old-zero = { $id } cannot be an identifier: arXiv numbered each month's papers from 1.
id-month = { $id } cannot be an identifier: it begins with year and month, and { $month } is no month.
id-version = { $id } has no version { $version }; versions count from 1, as in { $id }v1.
paper-no-such-version = arXiv has no version { $version } of { $id }. The newest is { $newest }.
paper-unknown = arXiv knows no paper { $id }. Look at the identifier once more.
language-near = “{ $written }” is no language that I know. Did you mean { $near }?
language-none = “{ $written }” is no language that I know. Write its English name.
