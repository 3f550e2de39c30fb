# What a reader should know about a file, by remark code; and why a file could not be read.
remark-empty = 文件里没有文字
remark-no-article = 只有网页杂项，没有正文
remark-repost-stamp = 页面日期是转载时间，不是事情发生的时间
remark-years-deleted = 文中的年份被删去了
remark-decoding-damage = 有些字节无法解码，文字可能有缺损
remark-converted-script = 像是由机器转换的繁体
remark-truncated = 文件太长，只读了开头一部分
remark-no-title = 页面没有标题，显示的标题是本程序取的
remark-encoding-forced = 编码由您选定
problem-denied = 没有读取权限
problem-vanished = 找不到了，可能已被移走或删除
problem-link-loop = 链接绕回了上层文件夹，没有进入
problem-special = 不是普通文件，没有打开
problem-io = 读取失败
problem-open-missing = 找不到“{ $path }”。请检查路径，或另选一个文件夹
problem-open-denied = 没有权限读取“{ $path }”。请检查文件夹的权限
problem-open-io = 无法打开“{ $path }”：{ $detail }
