# The first day of each month of 1440 to 1450 AH as hijridate has it, for hijri.rs: pip install hijridate==2.6.0; python hijri.py > hijri.tsv
from hijridate import Hijri

for year in range(1440, 1451):
    for month in range(1, 13):
        first = Hijri(year, month, 1)
        print(year, month, first.month_length(), first.to_gregorian(), sep="\t")
