"""Who writes the county's documents, to whom they go, and how a bulletin's title ends."""

ADDRESSEES = "各乡镇党委、街道党工委，乡镇人民政府、街道办事处，区级各部门，各人民团体"
COPIES = "区委办公室、区人大常委会办公室、区政府办公室、区政协办公室，区纪委，区委组织部"
OFFICE = "区委区政府目督办"
TITLE_END = "专项督查的通报"
