# 为什么它不可能是论文，以及该怎么写。

id-other-doi = { $doi } 是其他出版方的 DOI；arXiv 的 DOI 以 10.48550/arXiv 开头。
id-other-site = 指向 { $host } 的链接中没有 arXiv 论文；请发送论文编号，例如 2512.10935 或 math/0309136。
id-list-page = 该链接是论文列表，而不是一篇论文；请发送论文的链接或编号，例如 2512.10935 或 math/0309136。
id-author-page = 该链接是作者页面，而不是一篇论文；请发送论文的链接或编号，例如 2512.10935 或 math/0309136。
id-other-page = arXiv 的这个页面不是论文；请发送类似 https://arxiv.org/abs/2512.10935 的链接。
id-category = { $code } 是 arXiv 的分类，不是论文；用 `paperboy digest -c { $code }` 查看该分类的最新论文。
id-archive = { $code } 是 arXiv 的学科大类，不是论文；用 `paperboy digest -c { $example }` 查看某个分类的最新论文。
id-none = { $typed } 不是 arXiv 编号；编号形如 2512.10935 或 math/0309136。
id-too-early = { $id } 不可能是编号：这种格式始于 2007 年 4 月（0704.0001）。
id-digits = { $id } 的小数点后有 { $digits } 位数字；arXiv 编号为 4 位或 5 位。
id-zero = { $id } 不可能是编号：arXiv 每月的论文从 1 开始编号。
id-digit-too-many = { $id } 多了一位数字：2014 年 12 月及以前的编号，小数点后为 4 位。
id-archive-near = { $archive } 不是使用这种编号的学科大类；是不是 { $near }？
id-archive-unknown = { $archive } 不是使用这种编号的学科大类；旧式编号形如 math/0309136。
id-old-digits = { $id } 的斜杠后有 { $digits } 位数字；旧式编号为 7 位，例如 math/0309136。
id-old-span = { $id } 不可能是编号：这种格式用于 1991 年 7 月至 2007 年 3 月。
id-old-zero = { $id } 不可能是编号：当时 arXiv 每月的论文从 1 开始编号。
id-month = { $id } 不可能是编号：编号以年份和月份开头，而 { $month } 不是月份。
id-version = { $id } 没有版本 { $version }；版本从 1 开始，例如 { $id }v1。
paper-no-such-version = arXiv 上没有 { $id } 的第 { $version } 版，最新版本为 { $newest }。
paper-unknown = arXiv 没有编号为 { $id } 的论文。请再核对一下编号。
language-near = 没有找到语言“{ $written }”。是不是 { $near }？
language-none = 没有找到语言“{ $written }”。请写它的英文名称。
