# What a reader should know about a file, by remark code; and why a file could not be read.
remark-empty = The file has no text
remark-no-article = Only page furniture, no article
remark-repost-stamp = The date is a repost's stamp, not the event's
remark-years-deleted = Years were deleted from the text
remark-decoding-damage = Some bytes could not be decoded; text may be damaged
remark-converted-script = Traditional script, apparently converted by machine
remark-truncated = Too long: only the beginning was read
remark-no-title = The page has no title; the one shown is ours
remark-encoding-forced = You chose the encoding
problem-denied = No permission to read it
problem-vanished = Not there any more; it may have been moved or deleted
problem-link-loop = A link that leads back to a folder above it; not followed
problem-special = Not an ordinary file; not opened
problem-io = Reading failed
problem-open-missing = “{ $path }” does not exist. Check the path or choose another folder
problem-open-denied = No permission to read “{ $path }”. Check the folder's permissions
problem-open-io = Cannot open “{ $path }”: { $detail }
