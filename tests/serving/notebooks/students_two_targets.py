# title: Exam scores: two targets at once, words in an order, average of others
# data: students.csv
# model forest: raw
# target: math score, writing score

# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

students = pd.read_csv("students.csv")
students.columns = students.columns.str.replace(" ", "_")
students["prepared"] = students["test_preparation_course"] == "completed"

# %%
order = {"high school": 0, "some college": 1, "bachelor's degree": 2}
students["parents"] = students["parental_level_of_education"].map(order)
students["group"] = students["race/ethnicity"].str[-1]
students = students.join(pd.get_dummies(students["group"], prefix="g"))
students["lunch"] = (students["lunch"] == "standard").astype(int)

# %%
targets = ["math_score", "writing_score"]
features = ["parents", "lunch", "prepared", "reading_score", "g_A", "g_B", "g_C", "g_D", "g_E"]
a, b, c, d = train_test_split(students[features], students[targets], test_size=0.25, random_state=5)
forest = RandomForestRegressor(n_estimators=25, random_state=5)
forest.fit(a, c)
both = forest.predict(b)
pd.DataFrame(both, columns=targets).head()
