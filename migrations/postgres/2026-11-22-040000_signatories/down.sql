DROP TABLE later_mandates;
DROP TABLE signatories;
